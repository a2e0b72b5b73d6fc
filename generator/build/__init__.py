"""How does the catalogue become a site?

    store, code_digest     the cache, and which code decides what is in it
    jobs, progress         work done on all cores, and a bar that tells how far it is
    proofs, writing, work  what there is to prove and to write, and all of it together
    plugin                 the same for MkDocs; ``project`` for other builders
    previews, cards, citation, registry, offline, postprocess    what a built page and its links need besides
    commands, names        the command line, and what it knows without loading any mathematics
    deriving, answers      what its commands answer; ``derivation_text`` and ``terminal`` write it

The newcomer adds a command in ``commands.py``, and a hook of MkDocs in ``plugin.py``.
"""
