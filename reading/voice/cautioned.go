package voice

// cautioned marks the lines that call something a fraud, where nobody sells, makes anything sure or asks the
// reader for money.
func (d *doc) cautioned(rows []row) {
	for _, r := range rows {
		if d.cautions(r) {
			d.tell(r, false)
		}
	}
}

// cautions reports such a line.
func (d *doc) cautions(r row) bool {
	called, sure, signs := false, false, false
	for i := r.first; i < r.end; i++ {
		c := &d.clauses[i]
		if c.speaks(anyUs) || c.Has.Any(ofSellers) || c.Has.Any(anyDue) && c.priced() {
			return false
		}
		called = called || !c.Question && c.calls(anyScam)
		signs = signs || c.Has.Any(anySigns)
		sure = sure || c.Has.Any(anySure) && !d.heard(c)
	}
	return called && !r.sells && !d.tariff(r) && (!sure || signs)
}

// ofSellers is what nobody says who warns.
var ofSellers, anyDue = set("lure unlike virtual"), set("due")
