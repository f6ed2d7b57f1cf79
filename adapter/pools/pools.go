// Package pools fetches a holder's credits from pools' own interfaces, with read-only keys.
//
// Main types: Access (whose account at which pool, and the keys), Answer (the bytes that a pool gave). Fetch
// asks for all pages of some days. What is fetched is what a holder would have saved by hand: package
// statement reads it, and nothing here does.
//
// It asks for nothing that changes an account, sends a key to its own pool alone, and shows none in an error.
// Addresses and fields were read in the pools' own pages and in clients of theirs; see docs/audit.md.
//
// Nothing in it is promised to other modules.
package pools

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/units"
)

// Client is what is needed of an HTTP client.
type Client interface {
	// JSONWith gets an address with headers.
	JSONWith(ctx context.Context, address string, header http.Header, into any) (cite.Source, error)
	// PostWith posts a body with headers and gives whatever came back.
	PostWith(ctx context.Context, address string, header http.Header, body []byte) (int, []byte, error)
}

// Access is an account at a pool, and what opens it. Which of the keys a pool needs, Needs tells.
type Access struct {
	Pool         string
	Account      string // name of the account or sub-account
	Key          string // API key, token, observer's access key
	Secret       string // that signs, where the pool has one
	User         string // Antpool's user ID
	Organization string // NiceHash
	Address      string // OCEAN's payout address
	URL          string // of a white label, in place of the pool's own
}

// Answer is what a pool gave to one question.
type Answer struct {
	Name string // "braiins 2026-03-01 to 2026-03-31, page 1"
	Body json.RawMessage
}

// pool is one that can be asked.
type pool struct {
	url   string
	needs []string // names of the fields of Access
	days  int      // most that one question may span; 0: any
	// page asks for a page, from 1 on; more says that another follows.
	page func(ctx context.Context, q *question, n int) (body []byte, more bool, err error)
}

// question is one span of days.
type question struct {
	Access
	client   Client
	from, to units.Date
	now      func() time.Time
}

// maxPages ends a pool that always has another page, maxBytes one whose pages are long: all are held at once.
const (
	maxPages = 400
	maxBytes = 64 << 20
)

// Names are the pools that can be asked.
func Names() []string { return slices.Sorted(maps.Keys(known())) }

// Needs are the fields that a pool needs; the error lists the pools.
func Needs(name string) ([]string, error) {
	p, ok := known()[name]
	if !ok {
		return nil, fmt.Errorf("%q is no pool that can be asked; there are %s", name,
			strings.Join(Names(), ", "))
	}
	return p.needs, nil
}

// missing is the first field that is needed and empty.
func (a Access) missing(needs []string) string {
	have := map[string]string{"account": a.Account, "key": a.Key, "secret": a.Secret, "user": a.User,
		"organization": a.Organization, "address": a.Address}
	for _, name := range needs {
		if have[name] == "" {
			return name
		}
	}
	return ""
}

// Fetch asks for the credits of all days, both ends included. The error says which field is missing, or what
// the pool answered.
func Fetch(ctx context.Context, c Client, a Access, from, to units.Date, now func() time.Time) ([]Answer,
	error) {
	needs, err := Needs(a.Pool)
	if err != nil {
		return nil, err
	}
	if lacks := a.missing(needs); lacks != "" {
		return nil, fmt.Errorf("%s needs %s: %q is missing", a.Pool, strings.Join(needs, ", "), lacks)
	}
	if to < from {
		return nil, fmt.Errorf("from %s to %s is no span of days", from, to)
	}
	p := known()[a.Pool]
	if a.URL == "" {
		a.URL = p.url
	}
	a.URL = strings.TrimRight(a.URL, "/")
	var all []Answer
	size := 0
	for first := from; first <= to; {
		last := to
		if p.days > 0 {
			last = min(to, first+units.Date(p.days)-1)
		}
		q := &question{Access: a, client: c, from: first, to: last, now: now}
		for n := 1; ; n++ {
			body, more, err := p.page(ctx, q, n)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", a.Pool, q.explain(err))
			}
			all = append(all, Answer{fmt.Sprintf("%s %s to %s, page %d", a.Pool, first, last, n), body})
			if size += len(body); size > maxBytes {
				return nil, fmt.Errorf("%s: more than %d MiB of answers; ask for fewer days", a.Pool,
					maxBytes>>20)
			}
			if !more {
				break
			}
			if n == maxPages {
				return nil, fmt.Errorf("%s: more than %d pages; ask for fewer days", a.Pool, maxPages)
			}
		}
		first = last + 1
	}
	return all, nil
}

// explain says what a refused key means.
func (q *question) explain(err error) error {
	var with interface{ HTTPStatus() int }
	if errors.As(err, &with) && refused(with.HTTPStatus()) {
		return fmt.Errorf("the pool refuses the key: make a read-only one in its settings: %w", err)
	}
	return err
}

func refused(status int) bool {
	return status == http.StatusUnauthorized || status == http.StatusForbidden
}

// get asks an address below the pool's with a header.
func (q *question) get(ctx context.Context, path string, query url.Values, header, value string) ([]byte,
	error) {
	var body json.RawMessage
	address := q.URL + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	h := http.Header{}
	if header != "" {
		h.Set(header, value)
	}
	if _, err := q.client.JSONWith(ctx, address, h, &body); err != nil {
		return nil, err
	}
	return body, refusal(body)
}

// post asks by a body.
func (q *question) post(ctx context.Context, path, kind string, body []byte, header, value string) ([]byte,
	error) {
	h := http.Header{"Content-Type": {kind}}
	if header != "" {
		h.Set(header, value)
	}
	status, answer, err := q.client.PostWith(ctx, q.URL+path, h, body)
	switch {
	case err != nil:
		return nil, err
	case refused(status):
		return nil, fmt.Errorf("the pool refuses the key (HTTP %d): make a read-only one in its settings",
			status)
	case status != http.StatusOK:
		return nil, fmt.Errorf("the pool answers HTTP %d", status)
	case !json.Valid(answer):
		return nil, errors.New("the pool answers no JSON")
	}
	return answer, refusal(answer)
}

// refusal is what a pool says in the body of an answer that is none: a code that is not 0, or a detail.
func refusal(body []byte) error {
	var a struct {
		Code    json.RawMessage `json:"code"`
		Status  json.RawMessage `json:"status"`
		Message string          `json:"message"`
		Msg     string          `json:"msg"`
		Detail  string          `json:"detail"`
	}
	if json.Unmarshal(body, &a) != nil {
		return nil // a list, or of another form: the importer says so
	}
	says := a.Message + a.Msg + a.Detail
	code := strings.Trim(string(a.Code), `"`)
	if says != "" && code != "" && code != "0" && code != "200" || a.Detail != "" ||
		strings.EqualFold(strings.Trim(string(a.Status), `"`), "error") {
		return fmt.Errorf("the pool answers: %.120s (code %.20s)", says, code)
	}
	return nil
}
