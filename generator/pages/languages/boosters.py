"""Which gradient and Hessian do XGBoost and LightGBM take of a loss that follows a score?

Sources: T. Chen and C. Guestrin, *XGBoost*, 2016, section 2.2; for twice the diagonal of a Hessian, J. Friedman,
T. Hastie and R. Tibshirani, *Additive Logistic Regression*, 2000, and Gershgorin's theorem.
"""

from collections.abc import Iterator
from dataclasses import replace

from generator.catalogue.derivations import derivation_of, second_of
from generator.engine.rewrites import TIDY
from generator.engine.rules import exhaust
from generator.engine.terms import ONE, ZERO, delta, substitute
from generator.pages.languages.array_functions import declared
from generator.pages.languages.numpy import formula_module, needs_inner, numpy_function
from generator.pages.languages.program import Formula, Program, axes_of
from generator.pages.site import ADDRESS

HEAD = '''\
"""{title}, for XGBoost and LightGBM.

objective: for XGBRegressor(objective=objective), LGBMRegressor(objective=objective) and their like.
native: for xgboost.train(..., obj=native) and lightgbm.train({{"objective": native}}, ...).
{address}
"""

'''

POSITIVE = "np.where(hess > 0, np.maximum(hess, 1e-16), 1)"

NUMBERS = '''
{settings}def objective(y, z):
    """Return dL/dz and d²L/dz² of every example, of scores z that no activation has been applied to.

    A booster divides by the second: where the loss does not curve upwards, 1 makes a plain gradient step of it.
    """
    hess = second_derivative(z, y{passed})
    return gradient(z, y{passed}), {positive}
'''

VECTORS = '''
{settings}def objective(y, z):
    """Return ∂L/∂zᵢ and ∂²L/∂zᵢ² of every example: z has a row of scores for each, y class numbers or rows like z's.

    Boosters take the diagonal of the Hessian alone, and divide by it: where it is not positive, 1 makes a plain
    gradient step.{why}
    """
    z, y = np.asarray(z), np.asarray(y)
    if y.ndim < z.ndim:
        y = (np.arange(z.shape[-1]) == y[..., None]).astype(z.dtype)
    hess = {times}curvature(z, y{passed})
    return gradient(z, y{passed}), {positive}
'''

WHY = """

    XGBoost takes twice the diagonal, 2p(1 - p): rows of the Hessian pᵢ(δᵢⱼ - pⱼ) sum to 0, and what lies beside the
    diagonal is negative, so that twice the diagonal is nowhere below the whole Hessian and no step goes too far.
    LightGBM takes K/(K - 1) times the diagonal for K classes; with a factor of 1 it is the diagonal itself."""

NATIVE = '''
def native(z, data):
    """Return the same for the libraries' own interfaces, whose data holds the targets."""
    return objective(data.get_label(), z)
'''


def follows_score(program: Program) -> bool:
    """Tell whether an entry is a loss of a score and a target, which boosters can take."""
    return program.entry.joined and len(program.inputs) > 1 and program.curve is not None


def boosters_code(program: Program) -> str:
    """Return a module that defines ``objective`` and ``native``; none for what no booster takes."""
    return "\n".join(_module(program)) if follows_score(program) else ""


def _module(program: Program) -> Iterator[str]:
    head = HEAD.format(title=program.entry.title, address=f"{ADDRESS}{program.entry.uri}/")
    yield head + formula_module(program, "", [*_derivatives(program), *_objectives(program)]).rstrip()
    yield ""


def _derivatives(program: Program) -> Iterator[str]:
    yield numpy_function(program, "gradient", program.slopes[0])
    if program.curve is None:
        return
    if not program.entry.vector:
        yield numpy_function(program, "second_derivative", program.curve)
        return
    curvature = _diagonal(program.curve)
    if program.inner is not None and needs_inner(program, curvature):
        yield numpy_function(program, "activation", program.inner)
    yield numpy_function(program, "curvature", curvature)


def _objectives(program: Program) -> Iterator[str]:
    twice = program.entry.vector and _is_covariance(program)
    settings = [*[*declared(program)][len(program.inputs) :], *["factor=2"] * twice]
    names = {
        "settings": "".join(f"{one.replace('=', ' = ')}\n" for one in settings) + "\n\n" * bool(settings),
        "passed": "".join(f", {one}" for one in program.parameters),
        "positive": POSITIVE,
    }
    if not program.entry.vector:
        yield NUMBERS.format(**names).strip()
    else:
        yield VECTORS.format(why=WHY * twice, times="factor*" * twice, **names).strip()
    yield NATIVE.strip()


def _diagonal(curve: Formula) -> Formula:
    """Return the second derivative by one component twice, as a vector."""
    i, j = curve.axes
    same = substitute(substitute(curve.term, {delta(i, j): ONE, delta(j, i): ONE}), {j: i})
    line = exhaust(same, TIDY, "On the diagonal")
    last = line.after if line.steps else same
    return replace(curve, term=last, goal=substitute(curve.goal, {j: i}), axes=(i,))


def _is_covariance(program: Program) -> bool:
    """Tell whether the Hessian is the Jacobian of the activation, p_i (delta_ij - p_j), for the gradient is a - y."""
    entry, second = program.entry, second_of(program.entry)
    if not entry.joined or second is None or entry.parts[0].parameters:
        return False
    jacobian = derivation_of(entry.parts[0]).spelled
    i, j = axes_of(second.goal)
    rows = substitute(jacobian, {delta(i, j): ZERO})
    return bool(second.spelled == jacobian and rows != ZERO and jacobian.has(delta(i, j)))
