"""The code of a page in several languages: one module for each, all of them printed from one ``Program``."""
