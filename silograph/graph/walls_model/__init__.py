"""The degree-corrected planted-partition model: how much functions keep to themselves, and networks drawn from it.

Two people i < j exchange with rate ``theta_i theta_j omega_in`` when they share a function and
``theta_i theta_j omega_out`` when they do not; with one function F singled out, pairs that cross its border have
rate ``theta_i theta_j omega_out x_F``. Estimates solve the Poisson score equations, which need only that the
rates are right on average (quasi-likelihood): strengths may be any positive numbers. There are no self-pairs,
which matters in a function of six. People without a known function, and their ties, are outside the model.

The likelihood is concave in the logarithms of all parameters, so the fit is unique. Each iteration sweeps once
over people and rates (iterative proportional fitting: never loses likelihood) and then takes a Newton step.
The matrix of second derivatives is diagonal plus few terms per function, so both cost O(people + functions).

References
----------
Karrer & Newman (2011), Stochastic blockmodels and community structure in networks, Phys. Rev. E 83, 016107.
Wedderburn (1974), Quasi-likelihood functions, Biometrika 61, 439-447.
"""
