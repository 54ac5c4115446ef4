using System.Collections.Immutable;
using System.Numerics;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Programmes;

namespace CoretimeDesk.CreditGrants.Reports;

/// <summary>A finalised event, as anybody finds it again with a node or an explorer.</summary>
/// <param name="At">The block's own time.</param>
/// <param name="Chain">The chain's name here.</param>
/// <param name="Block">The block's number.</param>
/// <param name="Hash">The block's hash, 0x hex.</param>
/// <param name="Event">The event's index in the block; null when it is about the block as a whole.</param>
/// <param name="Extrinsic">The extrinsic's hash, 0x hex; empty for none.</param>
/// <param name="FactId">The desk's own name of it.</param>
public sealed record BlockReference(DateTimeOffset At, string Chain, uint Block, string Hash, uint? Event, string Extrinsic, string FactId);

/// <summary>An entry of the ledger.</summary>
/// <param name="Number">Its number in the programme's ledger.</param>
/// <param name="EventId">Its own id.</param>
/// <param name="Kind">"fund", "award", "spend", … as in a case file.</param>
/// <param name="At">When it happened.</param>
/// <param name="RecordedAt">When the desk learned of it.</param>
/// <param name="Grant">The grant's number; empty for none.</param>
/// <param name="Tranche">The tranche, from 1; null for none.</param>
/// <param name="Amount">Planck; null for what moves none.</param>
/// <param name="Result">"ok", "waiting" or "alarm".</param>
/// <param name="Reasons">What is alarming about it.</param>
/// <param name="After">The balances after it.</param>
/// <param name="Block">The finalised event behind it; null for what people decided.</param>
/// <param name="Actor">Who did it; empty for the desk itself.</param>
public sealed record TreasuryEntry(
    long Number, string EventId, string Kind, DateTimeOffset At, DateTimeOffset RecordedAt, string Grant, long? Tranche, BigInteger? Amount, string Result, ImmutableArray<string> Reasons, Balances After, BlockReference? Block, string Actor);

/// <summary>A grant as a payer sees it: no word of who the customer is, but the para that it runs.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="Rail">How it is delivered, in words.</param>
/// <param name="Para">The customer's para.</param>
/// <param name="State">What it is now, in words.</param>
/// <param name="Deliverables">What was asked for in return; empty for nothing.</param>
/// <param name="Ledger">What the ledger says of it.</param>
public sealed record TreasuryGrant(string Number, GrantTier Tier, string Rail, long Para, string State, ImmutableArray<string> Deliverables, Grant Ledger);

/// <summary>What the pool holds on a chain.</summary>
/// <param name="Free">Planck.</param>
/// <param name="Block">The block that last changed it.</param>
public sealed record PoolHolding(BigInteger Free, BlockReference Block);

/// <summary>What a payer gets: who paid, from where, how and by which decision, and what came of it, every amount with the block that it rests on.</summary>
/// <param name="Number">The programme's number.</param>
/// <param name="Programme">The programme.</param>
/// <param name="Network">Its network.</param>
/// <param name="Ss58Prefix">The prefix of the network's addresses.</param>
/// <param name="EndedAt">When it ended; null while it awards.</param>
/// <param name="Report">The numbers.</param>
/// <param name="Holdings">What the pool holds, chain by chain.</param>
/// <param name="Grants">The grants that were awarded until the last month's end.</param>
/// <param name="Entries">The entries of the months, in their order.</param>
public sealed record TreasuryReport(
    string Number,
    Programme Programme,
    string Network,
    ushort Ss58Prefix,
    DateTimeOffset? EndedAt,
    ProgrammeReport Report,
    ImmutableArray<PoolHolding> Holdings,
    ImmutableArray<TreasuryGrant> Grants,
    ImmutableArray<TreasuryEntry> Entries);
