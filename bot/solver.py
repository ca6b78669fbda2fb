"""The assignment solver that the programme asks for: SciPy's."""

from collections.abc import Sequence


class ScipySolver:
    """`programme.assignment.Solver` by the shortest augmenting paths of `linear_sum_assignment`."""

    def assign(self, costs: Sequence[Sequence[float]]) -> Sequence[int | None]:
        """The column of each row, or None: see `programme.assignment.Solver`.

        Raises ValueError when the rows differ in length.
        """
        # Imported here because SciPy takes longer to import than everything else that starts with
        # the service, and is needed once a month.
        import numpy as np
        from scipy.optimize import linear_sum_assignment

        matrix = np.array(costs, dtype=float)
        if not matrix.size:
            return [None] * len(costs)
        allowed = np.isfinite(matrix)
        # SciPy wants every row placed, so a forbidden cell is given a price: more than all the
        # allowed cells of any assignment together, hence paid only where nothing else is possible.
        dearest = float(np.abs(matrix[allowed]).max(initial=0.0))
        matrix[~allowed] = (2 * dearest + 1) * (min(matrix.shape) + 1)
        chosen: list[int | None] = [None] * len(costs)
        for row, column in zip(*linear_sum_assignment(matrix), strict=True):
            if allowed[row, column]:
                chosen[row] = int(column)
        return chosen
