r"""How does TeX become a picture, a spoken sentence and a plain line, at build time?

    node.py        where Node is, and installing MathJax beside this file (``python -m generator.mathjax install``)
    worker.mjs     the Node side, line by line (``typeset``; ``svg``, ``path``; ``speech``, ``words``; ``readable``)
    typeset.py     the Python side: one Node process for all formulas, and a cache in front of it
    font.py        the font of the letters, and pictures written with it (``font``)
    extension.py   the Python-Markdown extension that puts the formulas on a page
    ids.py         the id of a display formula: ``\label{result}``, else one made from its TeX
    tex.css        how formulas look: light, dark, paper, narrow screens

A newcomer who wants another TeX command allows its package in ``typeset.mjs``, and what it draws in ``svg.mjs``.
"""
