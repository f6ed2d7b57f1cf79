// Package sense tells what the words of a clause make of one word or figure in it: whether it is denied or
// said of others (StanceOf), of what kind of thing it is said (ObjectOf), as what a figure stands (RoleOf),
// and whether a share is what the buyer gets (Returned).
//
// The main type is Clause. It looks at one clause and its heading, and at no other; it states nothing: what
// follows from it is the business of reading.
//
// Nothing in it is promised to other modules.
package sense

import (
	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// Clause is a clause whose words are asked what they are said of.
type Clause struct{ phrase.Clause }

// setOf is the concepts named in a text.
func setOf(names string) language.Set { return language.SetOf(names) }
