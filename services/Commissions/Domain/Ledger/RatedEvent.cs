using System.Collections.Immutable;
using System.Numerics;

namespace CoretimeDesk.Commissions.Ledger;

/// <summary>A payment that earns, as it was first accrued. Corrections are lines of their own and change nothing here.</summary>
/// <param name="Event">The payment.</param>
/// <param name="Owner">Whose deal it is.</param>
/// <param name="Plan">By which plan.</param>
/// <param name="Base">What was paid, without what was given back.</param>
/// <param name="Pieces">The base by rate.</param>
/// <param name="Commission">What those of the split get together.</param>
/// <param name="Overlay">What the customer success manager gets beside it.</param>
public sealed record RatedEvent(string Event, string Owner, string Plan, BigInteger Base, ImmutableArray<RatePiece> Pieces, BigInteger Commission, BigInteger Overlay);
