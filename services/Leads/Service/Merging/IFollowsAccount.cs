using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;

namespace CoretimeDesk.Leads.Merging;

/// <summary>
/// A part of this service whose rows belong to an account and go with it when accounts are merged or a merge is undone.
/// Everything happens in the merge's own transaction, while both accounts are locked.
/// </summary>
/// <remarks>
/// Registered with <c>AddSingleton&lt;IFollowsAccount, …&gt;()</c>; asked in the order of registration. Its table has an
/// <c>account_id</c> and the trigger <see cref="MergedAccountGuard"/>, so that nothing can be added to a merged account meanwhile.
/// Rows are changed as tracked entities of the scope's context, not by statements: a later part may still refuse.
/// </remarks>
public interface IFollowsAccount
{
    /// <summary>What it holds, for people and for telling parts apart: "leads". Kept with merges, so it never changes.</summary>
    string What { get; }

    /// <summary>Names that must be locked before the accounts are, because others lock them first (<c>CommandScope.LockAsync</c>).</summary>
    IEnumerable<string> LocksOf(Guid one, Guid other) => [];

    /// <summary>What would come over, in a fixed order, and why it could not.</summary>
    /// <param name="db">A context to read with: the preview's, or the merge's own while both accounts are locked.</param>
    /// <param name="from">The account that would be absorbed.</param>
    /// <param name="to">The survivor.</param>
    /// <param name="stop">Cancels with the call.</param>
    Task<Followers> LookAsync(LeadsDb db, AccountRow from, AccountRow to, CancellationToken stop);

    /// <summary>Moves exactly these.</summary>
    Task<Moved> MoveAsync(CommandScope<LeadsDb> scope, AccountMove move, IReadOnlyList<Guid> items);

    /// <summary>Moves those of these that are still with <see cref="AccountMove.From"/> back to where they came from.</summary>
    /// <param name="scope">The undoing's scope.</param>
    /// <param name="move">From the survivor to the restored account.</param>
    /// <param name="items">What came over in the merge.</param>
    Task<Moved> MoveBackAsync(CommandScope<LeadsDb> scope, AccountMove move, IReadOnlyList<Guid> items);
}

/// <summary>One thing that would come over, as people call it. Nothing personal: it may be kept.</summary>
public sealed record Follower(Guid Id, string Label);

/// <summary>All that would come over, and sentences that say why it cannot.</summary>
public sealed record Followers(IReadOnlyList<Follower> Items, IReadOnlyList<string> Obstacles);

/// <summary>A move from one account to another because of a merge, or of its undoing.</summary>
public sealed record AccountMove(Guid MergeId, DateTimeOffset MergedAt, AccountRow From, AccountRow To);

/// <summary>What became of a move: a refusal, which ends the whole command, or sentences about what was changed since the merge.</summary>
public sealed record Moved(Refusal? Refusal, IReadOnlyList<string> Notes)
{
    /// <summary>Done, and nothing to say.</summary>
    public static Moved Done { get; } = new(null, []);
}
