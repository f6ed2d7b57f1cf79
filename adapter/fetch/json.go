package fetch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/assaymining/assay/cite"
)

// JSON gets the address and decodes its answer into the value that into points to. An HTML page, a
// cut answer, further bytes behind the JSON and every status but 200 are errors; the value may then
// be half filled and must not be used.
func (c *Client) JSON(ctx context.Context, address string, into any) (cite.Source, error) {
	return c.JSONWith(ctx, address, nil, into)
}

// JSONWith is JSON with headers of the caller, which are never logged.
func (c *Client) JSONWith(
	ctx context.Context,
	address string,
	header http.Header,
	into any,
) (cite.Source, error) {
	a, err := c.good(ctx, Request{URL: address, Header: header})
	if err != nil {
		return a.Source, err
	}
	if err := decode(a.Body, into); err != nil {
		return a.Source, fmt.Errorf("ask %s: %w", Scrub(address), err)
	}
	return a.Source, nil
}

// Text gets the address and returns its answer with surrounding space cut. Every status but 200 and
// an HTML page are errors.
func (c *Client) Text(ctx context.Context, address string) (string, cite.Source, error) {
	a, err := c.good(ctx, Request{URL: address})
	if err == nil && page(a.Body) {
		err = fmt.Errorf("ask %s: answered with an HTML page%s", Scrub(address), title(a.Body))
	}
	return strings.TrimSpace(string(a.Body)), a.Source, err
}

// Post posts JSON and returns whatever status and body came back, since JSON-RPC servers put their
// errors into bodies of status 404 and 500.
func (c *Client) Post(
	ctx context.Context,
	address string,
	body []byte,
) (status int, answer []byte, src cite.Source, err error) {
	a, err := c.Do(ctx, Request{URL: address, Body: body})
	return a.Status, a.Body, a.Source, err
}

// PostWith posts a body with headers of the caller, Content-Type among them, which are never logged.
func (c *Client) PostWith(ctx context.Context, address string, header http.Header, body []byte) (int, []byte,
	error) {
	a, err := c.Do(ctx, Request{URL: address, Body: body, Header: header})
	return a.Status, a.Body, err
}

// statusError is an answer with another status than 200.
type statusError struct {
	where   string
	status  int
	excerpt string
}

// Error names address, status and how the answer begins.
func (e *statusError) Error() string {
	return fmt.Sprintf("ask %s: HTTP %d %s%s", e.where, e.status, http.StatusText(e.status), e.excerpt)
}

// HTTPStatus is the status.
func (e *statusError) HTTPStatus() int { return e.status }

// good is Do with every status but 200 an error.
func (c *Client) good(ctx context.Context, req Request) (Answer, error) {
	a, err := c.Do(ctx, req)
	if err == nil && a.Status != http.StatusOK {
		err = &statusError{Scrub(req.URL), a.Status, excerpt(a.Body)}
	}
	return a, err
}

// values is how many values an answer may hold, about: far more than any source gives. A few bytes of each
// become a hundred and more in memory.
const values = 1 << 20

// decode reads one JSON value and says what is wrong with bytes that are none.
func decode(body []byte, into any) error {
	if n := bytes.Count(body, []byte(",")); n > values {
		return fmt.Errorf("the JSON holds more than %d values", values)
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return errors.New("the answer is empty")
	}
	if page(body) {
		return errors.New("answered with an HTML page instead of JSON" + title(body))
	}
	d := json.NewDecoder(bytes.NewReader(body))
	if err := d.Decode(into); err != nil {
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return fmt.Errorf("the JSON is cut off after %d bytes", len(body))
		}
		return fmt.Errorf("the JSON is not of the known form: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("further bytes follow the JSON")
	}
	return nil
}

func page(body []byte) bool {
	return bytes.HasPrefix(bytes.TrimSpace(body), []byte("<"))
}

// title is the title of an HTML page in brackets, which often says what is wrong ("Just a moment...").
func title(body []byte) string {
	low := bytes.ToLower(body[:min(len(body), 4096)])
	i, j := bytes.Index(low, []byte("<title>")), bytes.Index(low, []byte("</title>"))
	if i < 0 || j < i+7 {
		return ""
	}
	return fmt.Sprintf(" (%q)", clip(string(body[i+7:j])))
}

// excerpt is the beginning of an error's body in brackets, where it is text.
func excerpt(body []byte) string {
	s := strings.TrimSpace(string(body))
	if s == "" || page(body) {
		return title(body)
	}
	return fmt.Sprintf(" (%q)", clip(s))
}

func clip(s string) string {
	s = strings.ToValidUTF8(strings.Join(strings.Fields(s), " "), "?")
	if len(s) > 120 {
		return strings.ToValidUTF8(s[:120], "") + "..."
	}
	return s
}
