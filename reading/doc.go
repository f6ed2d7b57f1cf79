package reading

import (
	"context"

	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/sense"
	"github.com/assaymining/assay/reading/voice"
)

// doc is a text while it is read.
type doc struct {
	*phrase.Doc
	clauses []clause
	found   []Statement
	asked   []Asked
}

// clause is a sentence, or a row of a table: what its figures mean is looked for inside it first.
type clause struct{ sense.Clause }

// parse cuts a text into clauses.
func parse(ctx context.Context, text string) *doc {
	d := &doc{Doc: phrase.Parse(ctx, text[:min(len(text), MaxText)]), found: []Statement{}}
	voice.Mark(ctx, d.Doc)
	d.clauses = make([]clause, len(d.Clauses))
	for i := range d.Clauses {
		d.clauses[i].Clause.Clause = d.Clauses[i]
	}
	return d
}

// timeOf is the time in which a figure of a clause comes again, and where that stands.
func (d *doc) timeOf(c *clause, v phrase.Value) (every string, from, to int) {
	return d.TimeOf(&c.Clause.Clause, v)
}
