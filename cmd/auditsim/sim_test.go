package main

import "testing"

// TestFewHolders holds a few holders of each row to their promise, with the play that so few need: of 40
// honest
// ones at most 4 are accused (of 1.4 % each five or more would come with P < 0.001), of 40 others at least
// 28 are found: the weakest row finds nine in ten.
func TestFewHolders(t *testing.T) {
	const n = 40
	for _, c := range cases() {
		if c.promise == "(a known limit)" {
			continue
		}
		c.days = min(c.days, 400)
		t.Run(c.name+" "+c.paid, func(t *testing.T) {
			share := c.measure(n, 4242, false)
			if c.state == "" && share > 4.0/n {
				t.Errorf("%.0f %% accused", 100*share)
			}
			if c.state != "" && share < 0.7 {
				t.Errorf("%.0f %% found", 100*share)
			}
		})
	}
}

// TestSameSeedSameTable: a row is the same twice, and another with another seed.
func TestSameSeedSameTable(t *testing.T) {
	c := cases()[10]
	c.days = 7
	if c.measure(60, 77, false) != c.measure(60, 77, false) {
		t.Error("the same seed gives another table")
	}
}
