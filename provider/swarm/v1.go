package swarm

import (
	"bufio"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"

	"github.com/assaymining/assay/stratum"
)

// first is the client's first messages' numbers; shares begin behind them.
const (
	idConfigure = iota + 1
	idSubscribe
	idAuthorize
	idSuggest
	idShares
)

type clientV1 struct {
	*miner
	nc         net.Conn
	next       uint32
	en1        []byte
	difficulty string
}

// MineV1 mines at an address over Stratum V1 until the context ends, the server goes away (an error), or
// Options.Most shares are answered.
func MineV1(ctx context.Context, address string, o Options) (Tally, error) {
	var d net.Dialer
	nc, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return Tally{}, err
	}
	c := &clientV1{miner: newMiner(o), nc: nc, next: idShares, difficulty: "1"}
	if err := c.hello(); err != nil {
		nc.Close()
		return Tally{}, err
	}
	return c.run(ctx, nc, c.read, c.submit)
}

// hello sends all that comes before work at once, as ESP-Miner does.
func (c *clientV1) hello() error {
	var b []byte
	if c.o.Rolls {
		b = stratum.AppendRequest(b, idConfigure, "mining.configure",
			`[["version-rolling"],{"version-rolling.mask":"ffffffff"}]`)
	}
	b = stratum.AppendRequest(b, idSubscribe, "mining.subscribe", `["assay-swarm/1"]`)
	if c.o.Level > 0 {
		b = stratum.AppendRequest(b, idSuggest, "mining.suggest_difficulty",
			"["+stratum.Difficulty(uint8(c.o.Level))+"]")
	}
	b = stratum.AppendRequest(b, idAuthorize, "mining.authorize", `["`+c.o.User+`","x"]`)
	_, err := c.nc.Write(b)
	return err
}

func (c *clientV1) read() error {
	in := bufio.NewReaderSize(c.nc, 16<<10)
	for {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		l, err := stratum.ParseLine([]byte(strings.TrimSpace(string(line))))
		if err != nil {
			return err
		}
		if len(l.Method) > 0 {
			err = c.notified(&l)
		} else {
			err = c.result(&l)
		}
		if err != nil {
			return err
		}
	}
}

func (c *clientV1) result(l *stratum.Line) error {
	id, err := strconv.ParseUint(string(l.ID), 10, 32)
	if err != nil {
		return nil
	}
	refused := ""
	if string(l.Result) == "null" || string(l.Result) == "false" || len(l.Result) == 0 {
		refused = string(l.Error)
	}
	switch {
	case id >= idShares:
		if c.answered(uint32(id), false, refused) == 0 {
			return fmt.Errorf("an answer to %d, which was not asked", id)
		}
		return nil
	case refused != "":
		return errors.New("the server refuses: " + refused)
	case id == idConfigure:
		mask, ok := stratum.Word(stratum.Member(l.Result, "version-rolling.mask"))
		if !ok || mask&rolled != rolled {
			return fmt.Errorf("no version rolling: %s", l.Result)
		}
	case id == idSubscribe:
		parts, err := stratum.Elements(nil, l.Result, 4)
		if err != nil || len(parts) < 3 || string(parts[2]) != strconv.Itoa(en2Size) {
			return fmt.Errorf("not a subscription: %s", l.Result)
		}
		en1, _ := stratum.Text(parts[1])
		c.en1, err = hex.DecodeString(string(en1))
		return err
	}
	return nil
}

func (c *clientV1) notified(l *stratum.Line) error {
	switch method, _ := stratum.Text(l.Method); string(method) {
	case "mining.set_difficulty":
		args, err := stratum.Elements(nil, l.Params, 4)
		if err != nil || len(args) == 0 {
			return stratum.ErrSyntax
		}
		c.difficulty = string(args[0])
	case "mining.notify":
		n, _, err := stratum.ParseNotify(l.Params)
		if err != nil {
			return err
		}
		t := &task{
			name: n.Job, coinbase1: append(n.Coinbase1, c.en1...), coinbase2: n.Coinbase2,
			branches: n.Branches, version: n.Version,
		}
		if t.target, err = targetOf(c.difficulty); err != nil {
			return err
		}
		le := binary.LittleEndian
		le.PutUint32(t.header[0:], n.Version)
		copy(t.header[4:], n.Prev[:])
		le.PutUint32(t.header[68:], n.Time)
		le.PutUint32(t.header[72:], n.Bits)
		c.set(t)
	}
	return nil
}

func (c *clientV1) submit(f *found) error {
	c.next++
	s := stratum.Submit{
		User: []byte(c.o.User), Job: []byte(f.task.name), Extranonce2: f.en2, Time: f.time, Nonce: f.nonce,
	}
	if c.o.Rolls {
		s.Rolled, s.Version = true, f.version^f.task.version
	}
	if !c.await(c.next, f) {
		return errEnough
	}
	_, err := c.nc.Write(s.Append(nil, int(c.next)))
	return err
}
