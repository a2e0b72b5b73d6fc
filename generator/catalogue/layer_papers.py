"""The papers that layers cite, by id, in the order of their ids."""

from generator.catalogue.records import Reference

LAYER_PAPERS = (
    Reference("ba-2016", "J. L. Ba, J. R. Kiros and G. E. Hinton, *Layer Normalization*, arXiv:1607.06450, 2016"),
    Reference(
        "cho-2014",
        "K. Cho and others, *Learning Phrase Representations using RNN Encoder–Decoder for Statistical Machine "
        "Translation*, EMNLP, 2014",
    ),
    Reference(
        "dao-2022",
        "T. Dao, D. Y. Fu, S. Ermon, A. Rudra and C. Ré, *FlashAttention: Fast and Memory-Efficient Exact Attention "
        "with IO-Awareness*, NeurIPS, 2022",
        "appendix B",
    ),
    Reference(
        "dumoulin-visin-2016",
        "V. Dumoulin and F. Visin, *A guide to convolution arithmetic for deep learning*, arXiv:1603.07285, 2016",
    ),
    Reference(
        "he-2016", "K. He, X. Zhang, S. Ren and J. Sun, *Deep Residual Learning for Image Recognition*, CVPR, 2016"
    ),
    Reference(
        "hochreiter-schmidhuber-1997",
        "S. Hochreiter and J. Schmidhuber, *Long Short-Term Memory*, Neural Computation 9, 1997",
    ),
    Reference(
        "hu-2021",
        "E. J. Hu and others, *LoRA: Low-Rank Adaptation of Large Language Models*, arXiv:2106.09685, 2021",
    ),
    Reference(
        "ioffe-szegedy-2015",
        "S. Ioffe and C. Szegedy, *Batch Normalization: Accelerating Deep Network Training by Reducing Internal "
        "Covariate Shift*, ICML, 2015",
        "section 3",
    ),
    Reference(
        "salimans-kingma-2016",
        "T. Salimans and D. P. Kingma, *Weight Normalization: A Simple Reparameterization to Accelerate Training of "
        "Deep Neural Networks*, NeurIPS, 2016",
        "section 2",
    ),
    Reference(
        "shazeer-2017",
        "N. Shazeer, A. Mirhoseini, K. Maziarz, A. Davis, Q. Le, G. Hinton and J. Dean, *Outrageously Large Neural "
        "Networks: The Sparsely-Gated Mixture-of-Experts Layer*, ICLR, 2017",
    ),
    Reference(
        "srivastava-2014",
        "N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever and R. Salakhutdinov, *Dropout: A Simple Way to Prevent "
        "Neural Networks from Overfitting*, Journal of Machine Learning Research 15, 2014",
    ),
    Reference(
        "staudemeyer-morris-2019",
        "R. C. Staudemeyer and E. R. Morris, *Understanding LSTM*, arXiv:1909.09586, 2019",
    ),
    Reference(
        "su-2021",
        "J. Su, Y. Lu, S. Pan, A. Murtadha, B. Wen and Y. Liu, *RoFormer: Enhanced Transformer with Rotary Position "
        "Embedding*, arXiv:2104.09864, 2021",
    ),
    Reference(
        "ulyanov-2016",
        "D. Ulyanov, A. Vedaldi and V. Lempitsky, *Instance Normalization: The Missing Ingredient for Fast "
        "Stylization*, arXiv:1607.08022, 2016",
    ),
    Reference(
        "vaswani-2017",
        "A. Vaswani, N. Shazeer, N. Parmar, J. Uszkoreit, L. Jones, A. N. Gomez, L. Kaiser and I. Polosukhin, "
        "*Attention Is All You Need*, NeurIPS, 2017",
        "equation 1",
    ),
    Reference(
        "wang-2017",
        "F. Wang, X. Xiang, J. Cheng and A. L. Yuille, *NormFace: L2 Hypersphere Embedding for Face Verification*, "
        "ACM Multimedia, 2017",
    ),
    Reference("wu-he-2018", "Y. Wu and K. He, *Group Normalization*, ECCV, 2018"),
    Reference(
        "xiong-2020",
        "R. Xiong and others, *On Layer Normalization in the Transformer Architecture*, ICML, 2020",
        "section 3",
    ),
    Reference(
        "zhang-sennrich-2019",
        "B. Zhang and R. Sennrich, *Root Mean Square Layer Normalization*, NeurIPS, 2019",
        "section 4",
    ),
)
