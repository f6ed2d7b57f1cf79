package play

import (
	"math"
	"slices"
)

// ranked sums days by hashprice: rank r is the sum over the days at or above the r-th lowest of some
// thresholds, rank 0 over all days.
type ranked struct {
	thresholds []float32
	sums       []sums
	cells      [cellCount]int32 // for a hashprice in a cell, how many thresholds are surely not above it
	lo, scale  float32
}

const cellCount = 4096

// begin takes the thresholds of contracts and tells each its ranks.
func (r *ranked) begin(group []candidate) {
	r.thresholds = r.thresholds[:0]
	for i := range group {
		r.thresholds = append(r.thresholds, group[i].earns, group[i].costs)
	}
	slices.Sort(r.thresholds)
	r.thresholds = slices.Compact(r.thresholds)
	if r.thresholds[0] == 0 {
		r.thresholds = r.thresholds[1:]
	}
	rank := func(v float32) int {
		if v == 0 {
			return 0
		}
		k, _ := slices.BinarySearch(r.thresholds, v)
		return k + 1
	}
	for i := range group {
		group[i].rankEarns, group[i].rankCosts = rank(group[i].earns), rank(group[i].costs)
	}
	r.index()
}

// index makes the cells: of equal width from the lowest threshold to the highest that is finite.
func (r *ranked) index() {
	r.lo, r.scale = 0, 0
	finite := len(r.thresholds)
	for finite > 0 && math.IsInf(float64(r.thresholds[finite-1]), 1) {
		finite--
	}
	clear(r.cells[:])
	if finite < 2 {
		return
	}
	r.lo = r.thresholds[0]
	r.scale = (cellCount - 1) / (r.thresholds[finite-1] - r.lo)
	if math.IsInf(float64(r.scale), 0) {
		r.scale = 0
		return
	}
	k := 0
	for cell := range r.cells {
		for k < finite && r.cell(r.thresholds[k]) < cell {
			k++
		}
		r.cells[cell] = int32(k)
	}
}

// cell grows with the hashprice.
func (r *ranked) cell(v float32) int {
	x := (v - r.lo) * r.scale
	if x >= cellCount-1 {
		return cellCount - 1
	}
	if x > 0 {
		return int(x)
	}
	return 0
}

// add replaces the sums by those of days.
func (r *ranked) add(days []laneDay) {
	r.sums = slices.Grow(r.sums[:0], len(r.thresholds)+1)[:len(r.thresholds)+1]
	clear(r.sums)
	for _, d := range days {
		k := int(r.cells[r.cell(d.hashprice)])
		for k < len(r.thresholds) && r.thresholds[k] <= d.hashprice {
			k++
		}
		r.sums[k].hash += float64(d.hash)
		r.sums[k].inverse += float64(d.inverse)
	}
	for k := len(r.thresholds) - 1; k >= 0; k-- {
		r.sums[k].hash += r.sums[k+1].hash
		r.sums[k].inverse += r.sums[k+1].inverse
	}
}

// from is the sums from a rank on.
func (r *ranked) from(rank int) sums { return r.sums[rank] }
