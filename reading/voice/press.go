package voice

// A report of a fraud tells of it to its end, where nobody speaks of himself or to the reader.

// press marks what stands right under a report of what was done by others, where nobody sells.
func (d *doc) press(rows []row) {
	if len(rows) < leastPress || sold(rows) || !d.begins(rows) {
		return
	}
	told := 0
	for i := range d.clauses {
		c := &d.clauses[i]
		if c.Told || c.Reported {
			told++
		} else if c.Has.Any(anyOffered) && c.speaks(anyYouUs) && !d.quotes(c) {
			return
		}
	}
	if told < leastTold {
		return
	}
	for n, r := range rows {
		if n > 0 && r.line > rows[n-1].line+1 && !r.warns && !d.official(r) {
			return
		}
		for i := r.first; i < r.end; i++ {
			d.clauses[i].tell()
		}
	}
}

// begins reports a text whose first line, or the second under a title, tells of others.
func (d *doc) begins(rows []row) bool {
	tells := func(r row) bool { return d.clauses[r.first].Told || d.clauses[r.first].Reported }
	return tells(rows[0]) || d.titled(rows[0]) && len(d.clauses[rows[0].first].Values) == 0 && tells(rows[1])
}

// leastPress is how many lines a report has at least, leastTold how many of its clauses are known to tell.
const leastPress, leastTold = 3, 2
