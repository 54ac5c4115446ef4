using System.Collections.Immutable;
using System.Numerics;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Commissions.Plans;

namespace CoretimeDesk.Commissions.Explaining;

/// <summary>A number of a formula.</summary>
/// <param name="Name">Its name in the formula.</param>
/// <param name="Value">Its value.</param>
/// <param name="Unit">"planck", "bp" or "timeslices".</param>
public sealed record FormulaNumber(string Name, BigInteger Value, string Unit);

/// <summary>How one line of the ledger came about: enough to work it out again by hand.</summary>
/// <param name="Number">The line's number in the ledger, from 1.</param>
/// <param name="Line">The line.</param>
/// <param name="Formula">The formula, by the names of <paramref name="Numbers"/>.</param>
/// <param name="Numbers">What it is worked out from, and last the line's amount.</param>
/// <param name="Rule">The plan and which of its terms say so.</param>
/// <param name="Plan">The plan.</param>
/// <param name="Acceptance">The acceptance that froze plan and split.</param>
/// <param name="Payment">The payment.</param>
/// <param name="Cause">The fact that caused the line.</param>
public sealed record LineExplanation(
    int Number,
    LedgerLine Line,
    string Formula,
    ImmutableArray<FormulaNumber> Numbers,
    string Rule,
    CommissionPlan Plan,
    Accepted Acceptance,
    Paid Payment,
    CommissionFact Cause);
