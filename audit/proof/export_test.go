package proof

// PoissonTail is tried against published tables.
var PoissonTail = poissonTail
