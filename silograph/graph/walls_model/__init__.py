"""The degree-corrected planted-partition model: how much functions keep to themselves.

Two people i < j of one function exchange with rate ``theta_i theta_j f_ij``, two of functions F and G with rate
``theta_i theta_j f_ij x_F x_G``: theta is a person's activity, f_ij a factor for what the two share besides a function
(a site, a unit, a manager, a level; `alike`), x_F how open F is. In the *common* model all functions are equally open.
Estimates solve the Poisson score equations, which need only that the rates are right on average (quasi-likelihood):
strengths may be any positive numbers. There are no self-pairs, which matters in a function of six. People without a
known function, and their ties, are outside the model.

The likelihood is concave in the logarithms of all parameters. People alike in all that is known form a *cell*; sums
over pairs are sums over pairs of cells, so that a fit costs O(people x functions + cells^3) (`solver`). How the
figures move when a tie, a person or a pair of functions goes follows from one solution per figure (`influences`).

References
----------
Karrer & Newman (2011), Stochastic blockmodels and community structure in networks, Phys. Rev. E 83, 016107.
Wedderburn (1974), Quasi-likelihood functions, Biometrika 61, 439-447.
Aronow, Samii & Assenova (2015), Cluster-robust variance estimation for dyadic data, Political Analysis 23, 564-577.
"""
