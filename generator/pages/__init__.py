"""What stands on the pages? Entry, derivation and evidence in, Markdown out; no file is touched here.

To change what a page says, edit its template in ``templates/``; to add a page, add it to ``render.render``.
"""
