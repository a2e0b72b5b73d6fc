"""The sources that entries cite, by id: papers and reports here.

Books stand in ``books``, the papers that layers cite in ``layer_papers``.
"""

from generator.catalogue.books import BOOKS
from generator.catalogue.layer_papers import LAYER_PAPERS
from generator.catalogue.records import Reference

REFERENCES = (
    *BOOKS,
    *LAYER_PAPERS,
    Reference(
        "barron-2017",
        "J. T. Barron, *Continuously Differentiable Exponential Linear Units*, arXiv:1704.07483, 2017",
    ),
    Reference(
        "bergstra-2009",
        "J. Bergstra, G. Desjardins, P. Lamblin and Y. Bengio, *Quadratic Polynomials Learn Better Image "
        "Features*, Technical Report 1337, Université de Montréal, 2009",
    ),
    Reference(
        "blanchard-2021",
        "P. Blanchard, D. J. Higham and N. J. Higham, *Accurately Computing the Log-Sum-Exp and Softmax Functions*, "
        "IMA Journal of Numerical Analysis 41, 2021",
    ),
    Reference(
        "bliss-1934",
        "C. I. Bliss, *The Method of Probits*, Science 79, 1934",
    ),
    Reference(
        "bridle-1990",
        "J. S. Bridle, *Probabilistic Interpretation of Feedforward Classification Network Outputs*, "
        "in Neurocomputing, Springer, 1990",
    ),
    Reference(
        "brier-1950",
        "G. W. Brier, *Verification of Forecasts Expressed in Terms of Probability*, Monthly Weather Review 78, 1950",
    ),
    Reference(
        "charbonnier-1994",
        "P. Charbonnier, L. Blanc-Féraud, G. Aubert and M. Barlaud, *Two deterministic half-quadratic regularization "
        "algorithms for computed imaging*, ICIP, 1994",
    ),
    Reference(
        "clevert-2016",
        "D.-A. Clevert, T. Unterthiner and S. Hochreiter, *Fast and Accurate Deep Network Learning by "
        "Exponential Linear Units (ELUs)*, ICLR, 2016",
        "section 3",
    ),
    Reference(
        "collobert-2011",
        "R. Collobert, J. Weston, L. Bottou, M. Karlen, K. Kavukcuoglu and P. Kuksa, *Natural Language "
        "Processing (Almost) from Scratch*, Journal of Machine Learning Research 12, 2011",
    ),
    Reference(
        "collobert-torch-2011",
        "R. Collobert, K. Kavukcuoglu and C. Farabet, *Torch7: A Matlab-like Environment for Machine "
        "Learning*, BigLearn, NIPS Workshop, 2011",
    ),
    Reference(
        "cortes-1995",
        "C. Cortes and V. Vapnik, *Support-vector networks*, Machine Learning 20, 1995",
    ),
    Reference(
        "dauphin-2017",
        "Y. N. Dauphin, A. Fan, M. Auli and D. Grangier, *Language Modeling with Gated Convolutional Networks*, "
        "ICML, 2017",
        "section 2",
    ),
    Reference(
        "donoho-1995",
        "D. L. Donoho, *De-noising by Soft-Thresholding*, IEEE Transactions on Information Theory 41, 1995",
    ),
    Reference(
        "dugas-2001",
        "C. Dugas, Y. Bengio, F. Bélisle, C. Nadeau and R. Garcia, *Incorporating Second-Order Functional "
        "Knowledge for Better Option Pricing*, NIPS 13, 2001",
    ),
    Reference(
        "elfwing-2018",
        "S. Elfwing, E. Uchibe and K. Doya, *Sigmoid-Weighted Linear Units for Neural Network Function "
        "Approximation in Reinforcement Learning*, Neural Networks 107, 2018",
    ),
    Reference(
        "friedman-2000",
        "J. Friedman, T. Hastie and R. Tibshirani, *Additive logistic regression: a statistical view of "
        "boosting*, Annals of Statistics 28, 2000",
    ),
    Reference(
        "glorot-2010",
        "X. Glorot and Y. Bengio, *Understanding the Difficulty of Training Deep Feedforward Neural "
        "Networks*, AISTATS, 2010",
    ),
    Reference(
        "glorot-2011",
        "X. Glorot, A. Bordes and Y. Bengio, *Deep Sparse Rectifier Neural Networks*, AISTATS, 2011",
    ),
    Reference(
        "goodfellow-2013",
        "I. J. Goodfellow, D. Warde-Farley, M. Mirza, A. Courville and Y. Bengio, *Maxout Networks*, ICML, 2013",
        "section 3",
    ),
    Reference(
        "he-2015",
        "K. He, X. Zhang, S. Ren and J. Sun, *Delving Deep into Rectifiers: Surpassing Human-Level "
        "Performance on ImageNet Classification*, ICCV, 2015",
        "section 2.1",
    ),
    Reference(
        "he-2020",
        "K. He, H. Fan, Y. Wu, S. Xie and R. Girshick, *Momentum Contrast for Unsupervised Visual Representation "
        "Learning*, CVPR, 2020",
        "equation 1",
    ),
    Reference(
        "hendrycks-2016",
        "D. Hendrycks and K. Gimpel, *Gaussian Error Linear Units (GELUs)*, arXiv:1606.08415, 2016",
        "section 2",
    ),
    Reference(
        "hinton-2015",
        "G. Hinton, O. Vinyals and J. Dean, *Distilling the Knowledge in a Neural Network*, arXiv:1503.02531, 2015",
        "equation 1",
    ),
    Reference(
        "howard-2019",
        "A. Howard et al., *Searching for MobileNetV3*, ICCV, 2019",
        "section 5.2",
    ),
    Reference(
        "huber-1964",
        "P. J. Huber, *Robust estimation of a location parameter*, Annals of Mathematical Statistics 35, 1964",
    ),
    Reference(
        "king-2001",
        "G. King and L. Zeng, *Logistic Regression in Rare Events Data*, Political Analysis 9, 2001",
        "section 4.2",
    ),
    Reference(
        "klambauer-2017",
        "G. Klambauer, T. Unterthiner, A. Mayr and S. Hochreiter, *Self-Normalizing Neural Networks*, NIPS 30, 2017",
        "equation 2",
    ),
    Reference(
        "koenker-1978",
        "R. Koenker and G. Bassett, *Regression quantiles*, Econometrica 46, 1978",
    ),
    Reference(
        "krizhevsky-2010",
        "A. Krizhevsky, *Convolutional Deep Belief Networks on CIFAR-10*, University of Toronto, 2010",
    ),
    Reference(
        "krogh-1991",
        "A. Krogh and J. A. Hertz, *A Simple Weight Decay Can Improve Generalization*, NIPS 4, 1991",
    ),
    Reference(
        "kullback-1951",
        "S. Kullback and R. A. Leibler, *On Information and Sufficiency*, Annals of Mathematical Statistics 22, 1951",
    ),
    Reference(
        "lecun-1998",
        "Y. LeCun, L. Bottou, G. B. Orr and K.-R. Müller, *Efficient BackProp*, in Neural Networks: Tricks "
        "of the Trade, Springer, 1998",
        "section 4.4",
    ),
    Reference(
        "lecun-2006",
        "Y. LeCun, S. Chopra, R. Hadsell, M. Ranzato and F. J. Huang, *A Tutorial on Energy-Based Learning*, in "
        "Predicting Structured Data, MIT Press, 2006",
        "section 1.3",
    ),
    Reference(
        "lin-1991",
        "J. Lin, *Divergence Measures Based on the Shannon Entropy*, IEEE Transactions on Information Theory 37, 1991",
    ),
    Reference(
        "lin-2017",
        "T.-Y. Lin, P. Goyal, R. Girshick, K. He and P. Dollár, *Focal Loss for Dense Object Detection*, ICCV, 2017",
        "section 3, equation 5",
    ),
    Reference(
        "loshchilov-2019",
        "I. Loshchilov and F. Hutter, *Decoupled Weight Decay Regularization*, ICLR, 2019",
        "section 2",
    ),
    Reference(
        "maas-2013",
        "A. L. Maas, A. Y. Hannun and A. Y. Ng, *Rectifier Nonlinearities Improve Neural Network Acoustic "
        "Models*, ICML Workshop on Deep Learning for Audio, Speech and Language Processing, 2013",
    ),
    Reference(
        "misra-2020",
        "D. Misra, *Mish: A Self Regularized Non-Monotonic Activation Function*, BMVC, 2020",
    ),
    Reference(
        "nair-2010",
        "V. Nair and G. E. Hinton, *Rectified Linear Units Improve Restricted Boltzmann Machines*, ICML, 2010",
    ),
    Reference(
        "nix-1994",
        "D. A. Nix and A. S. Weigend, *Estimating the mean and variance of the target probability distribution*, "
        "IEEE International Conference on Neural Networks, 1994",
    ),
    Reference(
        "oord-2018",
        "A. van den Oord, Y. Li and O. Vinyals, *Representation Learning with Contrastive Predictive Coding*, "
        "arXiv:1807.03748, 2018",
        "equation 4",
    ),
    Reference(
        "ramachandran-2017",
        "P. Ramachandran, B. Zoph and Q. V. Le, *Searching for Activation Functions*, arXiv:1710.05941, 2017",
    ),
    Reference(
        "rumelhart-1986",
        "D. E. Rumelhart, G. E. Hinton and R. J. Williams, *Learning representations by back-propagating errors*, "
        "Nature 323, 1986",
        "equations 4 to 6",
    ),
    Reference(
        "saleh-2022",
        "R. A. Saleh and A. K. Md. E. Saleh, *Statistical properties of the log-cosh loss function used in "
        "machine learning*, arXiv:2208.04564, 2022",
    ),
    Reference(
        "shazeer-2020",
        "N. Shazeer, *GLU Variants Improve Transformer*, arXiv:2002.05202, 2020",
        "section 2",
    ),
    Reference(
        "sitzmann-2020",
        "V. Sitzmann, J. N. P. Martel, A. W. Bergman, D. B. Lindell and G. Wetzstein, *Implicit Neural "
        "Representations with Periodic Activation Functions*, NeurIPS 33, 2020",
        "section 3",
    ),
    Reference(
        "so-2021",
        "D. R. So, W. Mańke, H. Liu, Z. Dai, N. Shazeer and Q. V. Le, *Primer: Searching for Efficient "
        "Transformers for Language Modeling*, NeurIPS 34, 2021",
    ),
    Reference(
        "szegedy-2016",
        "C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens and Z. Wojna, *Rethinking the Inception Architecture for "
        "Computer Vision*, CVPR, 2016",
        "section 7",
    ),
    Reference(
        "tang-2013",
        "Y. Tang, *Deep learning using linear support vector machines*, arXiv:1306.0239, 2013",
        "section 2",
    ),
    Reference(
        "tibshirani-1996",
        "R. Tibshirani, *Regression Shrinkage and Selection via the Lasso*, Journal of the Royal Statistical Society, "
        "Series B 58, 1996",
    ),
)
