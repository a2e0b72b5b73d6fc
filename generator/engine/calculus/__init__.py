"""Which rules go beyond derivatives: integrals, sums, determinants, partial derivatives and complex conjugates?

``nodes`` are the inert operations, each with its TeX; the other modules are tables of rules over them, in the form of
``rewrites``; ``plan`` fires tables in the order that an entry of the catalogue asks for.
"""
