package reading

// rights says who may change or end what.
func (d *doc) rights(i int) {}

// unplaced asks about a clause with a promise or a figure that nothing explains.
func (d *doc) unplaced(i int) {
	c := &d.clauses[i]
	for _, v := range c.values {
		if v.kind == percent && c.roleOf(v, percentRoles) == "" {
			d.ask(c, "what is this percentage a share of, and who pays it?")
			return
		}
	}
}
