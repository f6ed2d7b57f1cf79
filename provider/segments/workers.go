package segments

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// workersMost bounds the table: names come from strangers.
const workersMost = 200_000

// Workers is the published table of workers: a text file, one name a line, whose number is its line from 0.
// Names are added and never changed. It is safe for concurrent use.
type Workers struct {
	mu      sync.RWMutex
	file    *os.File
	numbers map[string]uint32
	names   []string
	accept  func(name string) error
	broken  error // of a write that failed: what the file ends with is not known
}

// OpenWorkers reads the table at path, or begins one. accept says which new names get a number; nil takes
// all.
func OpenWorkers(path string, accept func(name string) error) (*Workers, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	w := &Workers{file: file, numbers: map[string]uint32{}, accept: accept}
	if err := w.load(); err != nil {
		file.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return w, nil
}

// load reads whole lines and cuts off a last one that is torn: it was never told to anybody.
func (w *Workers) load() error {
	var whole int64
	in := bufio.NewReader(w.file)
	for {
		line, err := in.ReadString('\n')
		if err != nil { // the end, torn or not
			break
		}
		name := strings.TrimSuffix(line, "\n")
		if _, twice := w.numbers[name]; twice {
			return fmt.Errorf("line %d: %q again", len(w.names)+1, name)
		}
		w.numbers[name] = uint32(len(w.names))
		w.names = append(w.names, name)
		whole += int64(len(line))
	}
	if err := w.file.Truncate(whole); err != nil {
		return err
	}
	_, err := w.file.Seek(whole, 0)
	return err
}

// Known reports whether a name has a number.
func (w *Workers) Known(name string) bool {
	w.mu.RLock()
	defer w.mu.RUnlock()
	_, ok := w.numbers[name]
	return ok
}

// Worker is the number of a name. A new one is on disk when Worker returns.
func (w *Workers) Worker(name string) (uint32, error) {
	w.mu.RLock()
	n, ok := w.numbers[name]
	w.mu.RUnlock()
	if ok {
		return n, nil
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if n, ok := w.numbers[name]; ok {
		return n, nil
	}
	if w.broken != nil {
		return 0, w.broken
	}
	if len(w.names) >= workersMost || strings.ContainsAny(name, "\r\n") {
		return 0, fmt.Errorf("%d workers are known: no more", len(w.names))
	}
	if w.accept != nil {
		if err := w.accept(name); err != nil {
			return 0, err
		}
	}
	_, err := w.file.WriteString(name + "\n")
	if err == nil {
		err = w.file.Sync()
	}
	if err != nil {
		w.broken = fmt.Errorf("write the table of workers: %w", err)
		return 0, w.broken
	}
	n = uint32(len(w.names))
	w.numbers[name] = n
	w.names = append(w.names, name)
	return n, nil
}

// Names are all names, each at its number.
func (w *Workers) Names() []string {
	w.mu.RLock()
	defer w.mu.RUnlock()
	return append([]string(nil), w.names...)
}

// Close lets the table go.
func (w *Workers) Close() error { return w.file.Close() }
