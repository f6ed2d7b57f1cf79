// Package disclosed reads what a provider publishes: from a folder, or from an address by a client that is
// passed in.
//
// Open does it. Nothing outside the folder or below another address is read, whatever a file names.
//
// Nothing in it is promised to other modules.
package disclosed

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/assaymining/assay/audit/recompute"
	"github.com/assaymining/assay/daybook"
)

// getter fetches an address: adapter/fetch's client.
type getter interface {
	Get(ctx context.Context, address string) ([]byte, error)
}

// files are what a provider publishes.
type files struct {
	root    *os.Root
	get     getter
	address string
}

// open is what is published at a place: an address that begins with http:// or https://, else a folder.
func open(where string, get getter) (*files, error) {
	if strings.HasPrefix(where, "http://") || strings.HasPrefix(where, "https://") {
		return &files{get: get, address: strings.TrimRight(where, "/") + "/"}, nil
	}
	root, err := os.OpenRoot(where)
	if err != nil {
		return nil, fmt.Errorf("%w; name the folder or the address where a provider publishes", err)
	}
	return &files{root: root}, nil
}

// Open opens a published file by its slash-separated name.
func (f *files) Open(ctx context.Context, name string) (io.ReadCloser, error) {
	if !fs.ValidPath(name) {
		return nil, fmt.Errorf("%q is no name of a published file", name)
	}
	if f.root != nil {
		if info, err := f.root.Stat(name); err == nil && !info.Mode().IsRegular() {
			return nil, fmt.Errorf("%q is no plain file", name) // a pipe would be waited for without end
		}
		return f.root.Open(name)
	}
	b, err := f.get.Get(ctx, f.address+escaped(name))
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(b)), nil
}

// escaped is a name as a path of an address: nothing in it is read as a query, or as a step to another
// folder.
func escaped(name string) string {
	parts := strings.Split(name, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return strings.Join(parts, "/")
}

// Recompute reads receipts and works out again what a provider publishes at a place; blocks are looked for in
// a chain, where there is one.
func Recompute(
	ctx context.Context, where string, receipts []string, get getter, blocks recompute.Chain,
	by recompute.Signed,
) (*recompute.Report, error) {
	var texts [][]byte
	for _, name := range receipts {
		text, err := receipt(name)
		if err != nil {
			return nil, err
		}
		texts = append(texts, text)
	}
	published, err := open(where, get)
	if err != nil {
		return nil, err
	}
	defer published.Close()
	if err := published.begins(); err != nil {
		return nil, err
	}
	return recompute.Provider(ctx, published, texts, blocks, by)
}

// receipt reads a file that must be one: another file accuses nobody.
func receipt(name string) ([]byte, error) {
	if info, err := os.Stat(name); err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no file: name each receipt in it, as %s", name,
			filepath.Join(name, "*.txt"))
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(io.LimitReader(f, daybook.MaxSize+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, err
	}
	text, _ := daybook.Cut(b)
	if _, err := daybook.ParseReceipt(text); err != nil {
		return nil, fmt.Errorf("%s is no receipt: %w; name the file that the provider gave you, unchanged",
			name, err)
	}
	return b, nil
}

// begins says of a folder in which no provider publishes where else to look.
func (f *files) begins() error {
	if f.root == nil {
		return nil
	}
	_, err := f.root.Stat(daybook.IndexFile)
	if !errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	look := "name the folder, or the address, that has one"
	if _, err := f.root.Stat("public/" + daybook.IndexFile); err == nil {
		look = "one is in " + filepath.Join(f.root.Name(), "public")
	}
	return fmt.Errorf("%s: %w: what a provider publishes begins with it; %s", daybook.IndexFile,
		fs.ErrNotExist, look)
}

// Web is a Getter over the client of all sources.
type Web struct{ Client Doer }

// Doer asks for an address: adapter/fetch's client, as whoever knows both wraps it.
type Doer func(ctx context.Context, address string) (status int, body []byte, err error)

// Get is the body of an address; any status but 200 is an error.
func (w Web) Get(ctx context.Context, address string) ([]byte, error) {
	status, body, err := w.Client(ctx, address)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("the provider's server answers %d", status)
	}
	return body, err
}

// Close lets the folder go.
func (f *files) Close() error {
	if f.root != nil {
		return f.root.Close()
	}
	return nil
}
