"""The sources that entries cite, by id."""

from generator.catalogue.records import Reference

REFERENCES = (
    Reference(
        "bishop-2006",
        "C. M. Bishop, *Pattern Recognition and Machine Learning*, Springer, 2006",
        "sections 4.3 and 5.2",
    ),
    Reference(
        "bridle-1990",
        "J. S. Bridle, *Probabilistic Interpretation of Feedforward Classification Network Outputs*, "
        "in Neurocomputing, Springer, 1990",
    ),
    Reference(
        "goodfellow-2016",
        "I. Goodfellow, Y. Bengio and A. Courville, *Deep Learning*, MIT Press, 2016",
        "section 6.2.2",
    ),
    Reference(
        "nielsen-2015", "M. A. Nielsen, *Neural Networks and Deep Learning*, Determination Press, 2015", "chapter 3"
    ),
    Reference(
        "rumelhart-1986",
        "D. E. Rumelhart, G. E. Hinton and R. J. Williams, *Learning representations by back-propagating errors*, "
        "Nature 323, 1986",
        "equations 4 to 6",
    ),
)
