package bitcoind

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/assaymining/assay/cite"
)

// call is one call of a batch. JSON-RPC 1.0 is spoken, which every version of both nodes answers alike.
type call struct {
	method string
	params []any
}

type reply struct {
	Result json.RawMessage `json:"result"`
	Error  *rpcError       `json:"error"`
	ID     *int            `json:"id"`
}

// sized remembers how long the answer for one block is.
func (n *Node) sized(replies []reply, blocks int) {
	sum := 0
	for _, r := range replies {
		sum += len(r.Result)
	}
	n.perBlock.Store(int64(max(sum/blocks, 1)))
}

func (r reply) into(v any) error {
	if r.Error != nil {
		return r.Error
	}
	if err := json.Unmarshal(r.Result, v); err != nil {
		return fmt.Errorf("answer is not of the known form: %w", err)
	}
	return nil
}

// warmups is how often, and warmupPause how long, a node that is loading or shutting down is waited for.
const (
	warmups     = 20
	warmupPause = time.Second
)

// errNothing says that the node took the question and closed the connection without an answer. btcd does
// that while it shuts down (rpcserver.go, jsonRPCRead): HTTP 200 with no byte behind it.
var errNothing = errors.New("node answered nothing, as one that is shutting down does")

// batch sends the calls as one request and returns their replies in the order of the calls. A node
// that is starting (code -28) or shutting down, to be started again, is waited for.
func (n *Node) batch(ctx context.Context, calls []call) ([]reply, cite.Source, error) {
	type request struct {
		Version string `json:"jsonrpc"`
		ID      int    `json:"id"`
		Method  string `json:"method"`
		Params  []any  `json:"params"`
	}
	requests := make([]request, len(calls))
	for i, c := range calls {
		requests[i] = request{"1.0", i, c.method, c.params}
	}
	body, err := json.Marshal(requests)
	if err != nil {
		return nil, cite.Source{}, err
	}
	for try := 0; ; try++ {
		replies, src, err := n.send(ctx, body, len(calls))
		if !passing(err) || try == warmups {
			return replies, src, err
		}
		select {
		case <-ctx.Done():
			return nil, src, fmt.Errorf("%w: %w", ctx.Err(), err)
		case <-time.After(warmupPause):
		}
	}
}

// passing tells an error that a node has while it starts or ends.
func passing(err error) bool {
	var e *rpcError
	return errors.Is(err, errNothing) || errors.As(err, &e) && e.Code == codeWarmup
}

func (n *Node) send(ctx context.Context, body []byte, count int) ([]reply, cite.Source, error) {
	status, answer, src, err := n.post.Post(ctx, n.address, body)
	if err != nil {
		return nil, src, err
	}
	trimmed := bytes.TrimSpace(answer)
	if status == http.StatusOK && len(trimmed) == 0 {
		return nil, src, errNothing
	}
	if len(trimmed) == 0 || trimmed[0] != '[' {
		var single reply // an error of the whole batch, such as -28 while the node loads
		if json.Unmarshal(trimmed, &single) == nil && single.Error != nil {
			return nil, src, single.Error
		}
		if err := statusError(status, trimmed); err != nil {
			return nil, src, err
		}
		return nil, src, fmt.Errorf("node answered HTTP %d without a result", status)
	}
	got, err := upTo(count, answer)
	if err != nil {
		return nil, src, err
	}
	ordered, seen := make([]reply, count), make([]bool, count)
	for _, r := range got {
		if r.ID == nil || *r.ID < 0 || *r.ID >= count || seen[*r.ID] {
			return nil, src, errors.New("node answered calls that were not made")
		}
		if r.Error != nil && r.Error.Code == codeWarmup {
			return nil, src, r.Error
		}
		ordered[*r.ID], seen[*r.ID] = r, true
	}
	if len(got) != count {
		return nil, src, fmt.Errorf("node answered %d of %d calls", len(got), count)
	}
	return ordered, src, nil
}

// upTo reads the replies of a batch, no more than were asked for: a list without end of empty ones would fill
// the memory before they are counted.
func upTo(count int, answer []byte) (got []reply, err error) {
	d := json.NewDecoder(bytes.NewReader(answer))
	if _, err = d.Token(); err == nil {
		for err == nil && d.More() {
			if len(got) == count {
				return nil, errors.New("node answered calls that were not made")
			}
			var r reply
			err = d.Decode(&r)
			got = append(got, r)
		}
	}
	if err == nil {
		_, err = d.Token()
	}
	if _, behind := d.Token(); err == nil && !errors.Is(behind, io.EOF) {
		err = errors.New("something follows it")
	}
	if err != nil {
		return nil, fmt.Errorf("node's answer is cut or not JSON-RPC: %w", err)
	}
	return got, nil
}
