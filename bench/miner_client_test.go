package bench

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
)

// minerClient is a miner that has work; it finds shares of level 8, some 256 hashes each.
type minerClient interface {
	find()                          // one more share, to be handed in later
	submit() (time.Duration, error) // hands in the first that was found and waits for its answer
	close()
}

// connects are the ways to a miner that has work, by the server's protocol.
var connects = map[string]func(*child) (minerClient, error){"V1": connectV1, "V2": connectV2}

// firstWork is how long a miner waits for its first work.
const firstWork = 10 * time.Second

// clientV1 is a miner of V1.
type clientV1 struct {
	nc     net.Conn
	in     *bufio.Reader
	header [80]byte
	job    string
	nonce  uint32
	id     int
	found  [][]byte // lines of shares
	notify stratum.Notify
	en1    []byte
	en2    [8]byte
}

func connectV1(s *child) (minerClient, error) {
	nc, err := net.DialTimeout("tcp", s.v1, firstWork)
	if err != nil {
		return nil, err
	}
	c := &clientV1{nc: nc, in: bufio.NewReaderSize(nc, 4096)}
	nc.SetDeadline(time.Now().Add(firstWork))
	_, err = fmt.Fprint(nc, `{"id":1,"method":"mining.subscribe","params":["bench"]}`+"\n"+
		`{"id":2,"method":"mining.authorize","params":["farm.w","x"]}`+"\n")
	var en1 []byte
	for err == nil {
		var line []byte
		if line, err = c.in.ReadBytes('\n'); err != nil {
			break
		}
		var l stratum.Line
		if l, err = stratum.ParseLine(line); err != nil {
			break
		}
		if string(l.ID) == "1" {
			parts, _ := stratum.Elements(nil, l.Result, 4)
			text, _ := stratum.Text(parts[1])
			en1, err = hex.DecodeString(string(text))
		}
		if string(l.Method) == `"mining.notify"` {
			n, _, err := stratum.ParseNotify(l.Params)
			if err != nil {
				return nil, err
			}
			c.notify, c.en1 = n, en1
			c.take()
			nc.SetDeadline(time.Time{})
			return c, nil
		}
	}
	nc.Close()
	return nil, err
}

// turn takes another extranonce.
func (c *clientV1) turn() {
	binary.LittleEndian.PutUint64(c.en2[:], binary.LittleEndian.Uint64(c.en2[:])+1)
	c.take()
}

// take makes the header of the job and the extranonce.
func (c *clientV1) take() {
	n := &c.notify
	c.job = n.Job
	coinbase := slices.Concat(n.Coinbase1, c.en1, c.en2[:], n.Coinbase2)
	root := share.Hash(coinbase)
	for _, branch := range n.Branches {
		root = share.Hash(slices.Concat(root[:], branch[:]))
	}
	le := binary.LittleEndian
	le.PutUint32(c.header[0:], n.Version)
	copy(c.header[4:], n.Prev[:])
	copy(c.header[36:], root[:])
	le.PutUint32(c.header[68:], n.Time)
	le.PutUint32(c.header[72:], n.Bits)
}

func (c *clientV1) find() {
	for {
		c.nonce++
		binary.LittleEndian.PutUint32(c.header[76:], c.nonce)
		if hash := share.Hash(c.header[:]); share.MinLevel.Met(hash) {
			break
		}
	}
	c.id++
	c.found = append(c.found, c.share())
}

// share is the line of the share that was found.
func (c *clientV1) share() []byte {
	s := stratum.Submit{
		User: []byte("farm.w"), Job: []byte(c.job), Time: binary.LittleEndian.Uint32(c.header[68:]), Nonce: c.nonce,
		Extranonce2: c.en2,
	}
	return s.Append(nil, 10+c.id)
}

func (c *clientV1) submit() (time.Duration, error) {
	line := c.found[0]
	c.found = c.found[1:]
	began := time.Now()
	if _, err := c.nc.Write(line); err != nil {
		return 0, err
	}
	for {
		answer, err := c.in.ReadSlice('\n')
		if err != nil {
			return 0, err
		}
		switch text := string(answer); {
		case strings.Contains(text, `"result":true`):
			return time.Since(began), nil
		case !strings.Contains(text, `"method"`):
			return 0, fmt.Errorf("refused: %s", text)
		}
	}
}

func (c *clientV1) close() { c.nc.Close() }

func connectAll(b testing.TB, s *child, protocol string, n int) []minerClient {
	b.Helper()
	out := make([]minerClient, n)
	var group sync.WaitGroup
	room := make(chan struct{}, 64)
	for i := range n {
		room <- struct{}{}
		group.Go(func() {
			defer func() { <-room }()
			c, err := connects[protocol](s)
			if err != nil {
				b.Error(err)
				return
			}
			out[i] = c
		})
	}
	group.Wait()
	if b.Failed() {
		b.FailNow()
	}
	b.Cleanup(func() {
		for _, c := range out {
			c.close()
		}
	})
	return out
}

func quantile(all []time.Duration, q float64) float64 {
	if len(all) == 0 {
		return 0
	}
	slices.Sort(all)
	return float64(all[min(len(all)-1, int(q*float64(len(all))))].Microseconds()) / 1000
}
