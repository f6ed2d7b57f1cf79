package assistant

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	"github.com/modelcontextprotocol/go-sdk/mcp"
)

// longestLine is the bytes of a message: a document of a mebibyte whose every byte is an escape.
const longestLine = 8 << 20

// MostCalls is how many calls are open at once. More wait unread until some are answered.
const MostCalls = 32

// lines is a connection of one JSON message a line. A line that is no message is answered with what is wrong
// with it, and the next is read: a slip does not end the conversation.
type lines struct {
	in   io.Reader
	out  io.Writer
	gone func() // called when nobody hears what is written

	read   chan reading
	closed chan struct{}
	once   sync.Once

	writing sync.Mutex          // and what follows
	open    map[jsonrpc.ID]bool // whether somebody still waits for its answer
	freed   *sync.Cond
	over    bool
}

// reading is a message, or why there will be none.
type reading struct {
	message jsonrpc.Message
	err     error
}

// Connect begins to read.
func (l *lines) Connect(context.Context) (mcp.Connection, error) {
	l.read, l.closed = make(chan reading), make(chan struct{})
	l.open, l.freed = map[jsonrpc.ID]bool{}, sync.NewCond(&l.writing)
	go l.take()
	return l, nil
}

// SessionID is none: there is one conversation.
func (l *lines) SessionID() string { return "" }

// take reads until the input ends or the connection is closed.
func (l *lines) take() {
	in := bufio.NewReaderSize(l.in, 64<<10)
	for {
		line, tooLong, err := bounded(in)
		if message := l.message(line, tooLong); message != nil {
			l.admit(message)
			select {
			case l.read <- reading{message: message}:
			case <-l.closed:
				return
			}
		}
		if err != nil {
			l.drain()
			select {
			case l.read <- reading{err: err}:
			case <-l.closed:
			}
			return
		}
	}
}

// bounded reads one line; of one that is longer than allowed it keeps nothing and skips all.
func bounded(r *bufio.Reader) (line []byte, tooLong bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if tooLong = tooLong || len(line)+len(part) > longestLine; tooLong {
			line = nil
		} else {
			line = append(line, part...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, tooLong, err
		}
	}
}

// message is what a line says; nil: nothing, which was answered.
func (l *lines) message(line []byte, tooLong bool) jsonrpc.Message {
	blank := true
	for _, b := range line {
		blank = blank && (b == ' ' || b == '\t' || b == '\r' || b == '\n')
	}
	switch {
	case tooLong:
		l.refuse(jsonrpc.CodeInvalidRequest, fmt.Sprintf("the line is longer than %d MiB; send only the "+
			"words that matter", longestLine>>20))
		return nil
	case blank:
		return nil
	case !json.Valid(line):
		l.refuse(jsonrpc.CodeParseError, "the line is no JSON; send one message a line")
		return nil
	}
	m, err := jsonrpc.DecodeMessage(line)
	if err != nil {
		l.refuse(jsonrpc.CodeInvalidRequest, `the line is no message of JSON-RPC 2.0; send one object with `+
			`"jsonrpc", "id", "method" and "params"`)
		return nil
	}
	if r, ok := m.(*jsonrpc.Request); ok && r.IsCall() && l.known(r.ID) {
		l.refuse(jsonrpc.CodeInvalidRequest, "a call with this id is not answered yet; give each its own")
		return nil
	}
	return m
}

// refuse answers a line that no call can be told of.
func (l *lines) refuse(code int, says string) {
	text, err := json.Marshal(says)
	if err != nil {
		panic("assistant: text does not encode: " + err.Error())
	}
	l.writing.Lock()
	defer l.writing.Unlock()
	fmt.Fprintf(l.out, `{"jsonrpc":"2.0","id":null,"error":{"code":%d,"message":%s}}`+"\n", code, text)
}

// known reports whether a call is open.
func (l *lines) known(id jsonrpc.ID) bool {
	l.writing.Lock()
	defer l.writing.Unlock()
	_, open := l.open[id]
	return open
}

// listening is a call that is answered when the client ends it.
const listening = "subscriptions/listen"

// cancelled is what a client says when it waits for a call no more.
const cancelled = "notifications/cancelled"

// admit counts a call, once there is room for it.
func (l *lines) admit(m jsonrpc.Message) {
	r, ok := m.(*jsonrpc.Request)
	if ok && r.Method == cancelled {
		l.forgo(r.Params)
	}
	if !ok || !r.IsCall() || r.Method == listening {
		return
	}
	l.writing.Lock()
	defer l.writing.Unlock()
	for len(l.open) >= MostCalls && !l.over {
		l.freed.Wait()
	}
	l.open[r.ID] = true
}

// forgo marks a call as cancelled: the protocol wants no answer to it, and its place stays taken until its
// work has ended.
func (l *lines) forgo(params json.RawMessage) {
	var p struct {
		RequestID any `json:"requestId"`
	}
	if json.Unmarshal(params, &p) != nil {
		return
	}
	id, err := jsonrpc.MakeID(p.RequestID)
	if err != nil {
		return
	}
	l.writing.Lock()
	defer l.writing.Unlock()
	if l.open[id] {
		l.open[id] = false
	}
}

// drain waits until every call is answered.
func (l *lines) drain() {
	l.writing.Lock()
	defer l.writing.Unlock()
	for len(l.open) > 0 && !l.over {
		l.freed.Wait()
	}
}

// Read is the next message.
func (l *lines) Read(ctx context.Context) (jsonrpc.Message, error) {
	select {
	case r := <-l.read:
		return r.message, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-l.closed:
		return nil, io.EOF
	}
}

// Write writes a message as a line.
func (l *lines) Write(ctx context.Context, m jsonrpc.Message) error {
	line, err := jsonrpc.EncodeMessage(m)
	l.writing.Lock()
	defer l.writing.Unlock()
	if r, ok := m.(*jsonrpc.Response); ok {
		waited, open := l.open[r.ID]
		delete(l.open, r.ID)
		l.freed.Broadcast()
		if open && !waited {
			return nil
		}
	}
	if err != nil {
		return fmt.Errorf("encode a message: %w", err)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if _, err = l.out.Write(append(line, '\n')); err != nil {
		l.gone()
	}
	return err
}

// Close ends reading and waiting.
func (l *lines) Close() error {
	l.once.Do(func() {
		close(l.closed)
		l.gone()
		l.writing.Lock()
		defer l.writing.Unlock()
		l.over = true
		l.freed.Broadcast()
	})
	return nil
}
