package facts

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/assaymining/assay/adapter/bitcoind"
	"github.com/assaymining/assay/adapter/esplora"
	"github.com/assaymining/assay/adapter/fetch"
	"github.com/assaymining/assay/adapter/ingest"
	"github.com/assaymining/assay/cmd/assay/commandline"
)

// nodeName is how the user's own node is called in the store.
const nodeName = "node"

// Agent is what sources are told of who asks.
func (k Keeper) Agent() string {
	return "assay/" + strings.Fields(k.Version)[0] + " (+https://github.com/assaymining/assay)"
}

// fetcher is the client for public sources.
func (k Keeper) fetcher(retries int) *fetch.Client {
	return fetch.New(fetch.Options{UserAgent: k.Agent(), Retries: retries, Attempt: k.Patience})
}

// chainSource is the source of blocks that the flags name, and its name in the store.
func (k Keeper) chainSource(u *Fetching) (ingest.Chain, string, error) {
	if u.Node.URL != "" {
		client, err := k.nodeClient(u.Node)
		if err != nil {
			return nil, "", err
		}
		return bitcoind.New(client, u.Node.URL), nodeName, nil
	}
	address := u.Explorer
	if u.Esplora != "" {
		address = u.Esplora
	}
	at, err := url.Parse(address)
	if err != nil || at.Host == "" {
		return nil, "", commandline.Wrong("the explorer's address is not a URL",
			"write it as https://mempool.space")
	}
	if u.Esplora != "" {
		return esplora.New(k.fetcher(u.Retries), u.Esplora), at.Host, nil
	}
	return esplora.NewMempool(k.fetcher(u.Retries), u.Explorer), at.Host, nil
}

// Patience with the user's own node, which may be restarted under way: some 50 s in all. A batch of
// full blocks may be long and take its time.
const (
	nodeRetries = 12
	nodePause   = 5 * time.Second
	nodeAttempt = 2 * time.Minute
	nodeBytes   = 256 << 20
)

// nodeClient is the client for the user's node, with its login and certificate.
func (k Keeper) nodeClient(n userNode) (*fetch.Client, error) {
	at, err := url.Parse(n.URL)
	if err != nil || at.Host == "" {
		return nil, commandline.Wrong("the node's address is not a URL", "write it as http://127.0.0.1:8332")
	}
	if at.User != nil {
		return nil, commandline.Wrong(
			"the node's address carries a login, which others can see in the list of processes",
			"set ASSAY_NODE_USER and ASSAY_NODE_PASSWORD, or give --node-cookie FILE",
		)
	}
	opt := fetch.Options{
		UserAgent: k.Agent(),
		Attempt:   nodeAttempt,
		Retries:   nodeRetries,
		LongPause: nodePause,
		Bytes:     nodeBytes,
	}
	if opt.Login, err = k.nodeLogin(n.Cookie); err != nil {
		return nil, err
	}
	if n.Cert != "" {
		pem, err := os.ReadFile(n.Cert)
		if err != nil {
			return nil, err
		}
		opt.Roots = x509.NewCertPool()
		if !opt.Roots.AppendCertsFromPEM(pem) {
			return nil, commandline.Wrong(fmt.Sprintf("%s holds no certificate", n.Cert),
				"btcd writes its certificate to rpc.cert in its folder")
		}
	}
	return fetch.New(opt), nil
}

// nodeLogin reads the login from the cookie file, each time anew since a node writes a new one when
// it starts, or else from the environment. Nil: no login.
func (k Keeper) nodeLogin(cookie string) (func() (string, string, error), error) {
	if cookie != "" {
		read := func() (string, string, error) { return secretFile(cookie) }
		_, _, err := read()
		return read, err
	}
	user, password := k.Env("ASSAY_NODE_USER"), k.Env("ASSAY_NODE_PASSWORD")
	if user == "" && password == "" {
		return nil, nil
	}
	return func() (string, string, error) { return user, password, nil }, nil
}

// secretFile reads "user:password" from a file that nobody but its owner can read.
func secretFile(path string) (user, password string, err error) {
	text, err := commandline.Secret(path, "login", "login")
	if err != nil {
		return "", "", err
	}
	user, password, ok := strings.Cut(text, ":")
	if !ok {
		return "", "", errors.New(path + ` does not hold "user:password"`)
	}
	return user, password, nil
}
