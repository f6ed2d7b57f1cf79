package trace

// What the tests outside the package try.
var (
	Apportion = apportion
	Lists     = poolLists
	PoolOf    = poolOf
)

// Pool is pool.
type Pool = pool

// Unresolved is unresolvedPart.
type Unresolved = unresolvedPart
