package api

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/assaymining/assay"
)

// Problem is an error as RFC 9457 prints it, with a line for each thing that is wrong. Its type is
// about:blank: the status says what kind it is.
type Problem struct {
	Title  string  `json:"title" doc:"The words of the status"`
	Status int     `json:"status" doc:"The status of the answer"`
	Detail string  `json:"detail" doc:"What is wrong, for a person"`
	Errors []Field `json:"errors,omitempty" doc:"Each thing that is wrong with a document or a parameter"`

	After int `json:"-"` // seconds after which the same request may work; 0: it never will
}

// Field is one thing that is wrong with a document or a query: where, what, and how to repair it.
type Field struct {
	Line    int    `json:"line,omitempty" doc:"Line of the document, from 1"`
	Col     int    `json:"col,omitempty" doc:"Column of the line, from 1"`
	Path    string `json:"path,omitempty" doc:"Key of the document, or query and the name of a parameter"`
	Message string `json:"message" doc:"What is wrong"`
	Repair  string `json:"repair,omitempty" doc:"How to mend it"`
}

// NewProblem is a problem of a status.
func NewProblem(status int, detail string) *Problem {
	title := http.StatusText(status)
	if title == "" {
		title = fmt.Sprint(status)
	}
	return &Problem{Title: title, Status: status, Detail: detail}
}

// Error is the detail.
func (p *Problem) Error() string { return p.Detail }

// Write answers with the problem.
func (p *Problem) Write(w http.ResponseWriter) {
	body, err := assay.JSON(p)
	if err != nil {
		panic("api: text and numbers do not encode: " + err.Error())
	}
	h := w.Header()
	h.Set("Content-Type", problemKind)
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Del("Content-Disposition")
	if p.After > 0 {
		h.Set("Retry-After", strconv.Itoa(p.After))
	}
	w.WriteHeader(p.Status)
	w.Write(body) // the client is gone if this fails
}

// problemKind is the media type of a problem.
const problemKind = "application/problem+json"

// repair names the parameter that is probably meant, else all that there are.
func repair(name string, names []string) string {
	if len(names) == 0 {
		return "leave it out: there are none"
	}
	plain := func(s string) string {
		return strings.ToLower(strings.NewReplacer("_", "", "-", "", ".", "").Replace(s))
	}
	best, least := "", min(len(name)/2+1, 5)
	for _, one := range names {
		d := distance(plain(name), plain(one))
		if d < least {
			best, least = one, d
		}
	}
	if best != "" {
		return fmt.Sprintf("did you mean %q?", best)
	}
	return "there are: " + strings.Join(names, ", ")
}

// distance is how many bytes must be added, taken away or changed to make b of a (Levenshtein 1966), within
// bounds: of long texts the beginning counts.
func distance(a, b string) int {
	a, b = a[:min(len(a), 64)], b[:min(len(b), 64)]
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(diagonal+1, row[j]+1, change)
		}
	}
	return row[len(b)]
}
