"""The books that entries cite, by id. One that is cited for several sections has an id for each."""

from generator.catalogue.records import Reference

BOOKS = (
    Reference(
        "abramowitz-1964",
        "M. Abramowitz and I. A. Stegun (eds.), *Handbook of Mathematical Functions*, National Bureau of "
        "Standards, 1964",
        "section 4.4",
    ),
    Reference(
        "bishop-2006",
        "C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer, 2006",
        "sections 4.3 and 5.2",
    ),
    Reference(
        "bishop-information-2006",
        "C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer, 2006",
        "section 1.6.1",
    ),
    Reference(
        "bishop-variational-2006",
        "C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer, 2006",
        "section 10.1.2",
    ),
    Reference(
        "dunn-2018",
        "P. K. Dunn and G. K. Smyth, *Generalized Linear Models With Examples in R*, Springer, 2018",
        "chapter 12",
    ),
    Reference(
        "goodfellow-2016",
        "I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press, 2016",
        "section 6.2.2",
    ),
    Reference(
        "goodfellow-functions-2016",
        "I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press, 2016",
        "section 3.10",
    ),
    Reference(
        "goodfellow-penalties-2016",
        "I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press, 2016",
        "section 7.1, equations 7.2 to 7.5 and 7.18 to 7.20",
    ),
    Reference(
        "hartley-2003",
        "R. Hartley and A. Zisserman, *Multiple View Geometry in Computer Vision*, second edition, "
        "Cambridge University Press, 2003",
        "appendix 6.8",
    ),
    Reference(
        "hastie-2009",
        "T. Hastie, R. Tibshirani and J. Friedman, *The Elements of Statistical Learning*, 2nd edition, Springer, 2009",
        "sections 10.4, 10.6 and 12.3",
    ),
    Reference(
        "manning-2008",
        "C. D. Manning, P. Raghavan and H. Schütze, *Introduction to Information Retrieval*, Cambridge University "
        "Press, 2008",
        "section 6.3",
    ),
    Reference(
        "mccullagh-1989",
        "P. McCullagh and J. A. Nelder, *Generalized Linear Models*, 2nd edition, Chapman and Hall, 1989",
        "section 2.2 and chapters 6 and 8",
    ),
    Reference(
        "nielsen-2015", "M. A. Nielsen, *Neural Networks and Deep Learning*, Determination Press, 2015", "chapter 3"
    ),
)
