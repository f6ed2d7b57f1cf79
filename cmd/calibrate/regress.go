package main

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// fit is an ordinary least squares fit with standard errors that allow any correlation within a cluster.
type fit struct {
	coef, se []float64
	rms      float64 // of the residuals
	n        int
}

// regress fits y on the rows of x; cluster[i] names the cluster of row i (Liang and Zeger 1986, with the
// small-sample factor G/(G-1)).
func regress(x [][]float64, y []float64, cluster []string) (fit, error) {
	n, k := len(x), len(x[0])
	a := mat.NewDense(n, k, nil)
	for i, row := range x {
		a.SetRow(i, row)
	}
	var beta mat.VecDense
	if err := beta.SolveVec(a, mat.NewVecDense(n, y)); err != nil {
		return fit{}, fmt.Errorf("regress %d rows on %d columns: %w", n, k, err)
	}
	scores, ss := map[string][]float64{}, 0.0
	var order []string // of first appearance, so that sums are the same in every run
	for i, row := range x {
		r := y[i]
		for j, v := range row {
			r -= v * beta.AtVec(j)
		}
		ss += r * r
		if scores[cluster[i]] == nil {
			scores[cluster[i]] = make([]float64, k)
			order = append(order, cluster[i])
		}
		for j, v := range row {
			scores[cluster[i]][j] += v * r
		}
	}
	var xx, bread, meat, cov mat.Dense
	xx.Mul(a.T(), a)
	if err := bread.Inverse(&xx); err != nil {
		return fit{}, err
	}
	meat.CloneFrom(mat.NewDense(k, k, nil))
	for _, name := range order {
		v := mat.NewVecDense(k, scores[name])
		var outer mat.Dense
		outer.Outer(1, v, v)
		meat.Add(&meat, &outer)
	}
	g := float64(len(scores))
	meat.Scale(g/math.Max(g-1, 1), &meat)
	cov.Product(&bread, &meat, &bread)
	f := fit{coef: beta.RawVector().Data, rms: math.Sqrt(ss / float64(n)), n: n}
	for j := range k {
		f.se = append(f.se, math.Sqrt(cov.At(j, j)))
	}
	return f, nil
}

// predict is the value of the fitted line at x.
func (f fit) predict(x []float64) float64 {
	s := 0.0
	for j, v := range x {
		s += v * f.coef[j]
	}
	return s
}

// score is the root mean square, mean absolute and mean error.
type score struct {
	rms, mae, bias float64
	n              int
}

func scoreOf(errors []float64) score {
	var s score
	for _, e := range errors {
		s.rms += e * e
		s.mae += math.Abs(e)
		s.bias += e
		s.n++
	}
	n := float64(s.n)
	return score{math.Sqrt(s.rms / n), s.mae / n, s.bias / n, s.n}
}
