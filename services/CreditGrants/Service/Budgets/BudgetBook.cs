using System.Collections.Concurrent;
using System.Numerics;
using System.Text;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Programmes;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Market;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Budgets;

/// <summary>
/// Reads and writes budgets. One network's budgets change one after the other (a lock), since its facts may concern any of them. A budget is folded from accepted events,
/// each by the terms that judged it; this replica remembers what it has folded, and reads only what came after. So a transaction opens a budget once, before it adds to it:
/// what is remembered must not be rolled back.
/// </summary>
internal sealed class BudgetBook
{
    public const string Aggregate = "programme";

    private readonly ConcurrentDictionary<Guid, (long Number, Budget Budget)> _folded = new();

    /// <summary>What must be held while a budget of the network is read to be changed.</summary>
    public static string LockOf(string network) => $"budgets:{network}";

    /// <summary>The programme with its budget as it is stored. To change it, hold the network's lock first.</summary>
    /// <param name="db">The database.</param>
    /// <param name="row">The programme.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="codeSha256">A code that is about to be used; null for none.</param>
    public async Task<OpenBudget> OpenAsync(CreditGrantsDb db, ProgrammeRow row, CancellationToken stop, string? codeSha256 = null)
    {
        var (number, budget) = _folded.GetValueOrDefault(row.Id, (0, Budget.New(BudgetTerms.Default)));
        if (number < row.LastEntry)
        {
            var bodies = await db.BudgetEvents.AsNoTracking().Where(e => e.ProgrammeId == row.Id && e.Number > number && e.Number <= row.LastEntry).OrderBy(e => e.Number).Select(e => e.Body).ToListAsync(stop);
            budget = Fold(budget, bodies.Select(BudgetMoved.Parser.ParseFrom));
            Remember(row.Id, row.LastEntry, budget);
        }

        var terms = ReadTerms(row);
        return new(row, terms, budget with { Terms = await TermsAsync(db, row, terms, codeSha256, stop) });
    }

    /// <summary>Folds accepted events, each by what judged it.</summary>
    public static Budget Fold(Budget budget, IEnumerable<BudgetMoved> accepted)
    {
        foreach (var moved in accepted)
        {
            var step = BudgetLedger.Apply(budget with { Terms = moved.ToTerms() }, moved.ToEvent());
            budget = step.IsAccepted ? step.After : throw new InvalidOperationException($"Entry {moved.Number} ({moved.EventId}) cannot follow the ones before it: {string.Join(", ", step.Reasons)}.");
        }

        return budget;
    }

    /// <summary>Gives an event to the ledger, and records what it accepts: the entry, what it does to grants, and what is alarming about it.</summary>
    public static async Task<BudgetStep> ApplyAsync(CommandScope<CreditGrantsDb> scope, OpenBudget open, BudgetEvent happened, FactRef? fact = null)
    {
        var step = BudgetLedger.Apply(open.Budget, happened);
        if (!step.IsAccepted)
        {
            return step;
        }

        var (row, before) = (open.Row, open.Budget);
        var moved = happened.ToMoved(++row.LastEntry, before.Terms, step, fact);
        scope.Db.BudgetEvents.Add(new()
        {
            ProgrammeId = row.Id,
            Number = moved.Number,
            EventId = moved.EventId,
            Kind = moved.Kind,
            GrantNumber = moved.GrantNumber,
            At = happened.At,
            RecordedAt = scope.Now,
            ActorName = scope.Actor.Name,
            Body = Google.Protobuf.MessageExtensions.ToByteArray(moved),
        });
        scope.Db.Postings.AddRange(step.Postings.Select(p => new PostingRow
        {
            ProgrammeId = row.Id,
            Number = moved.Number,
            Book = BudgetMessages.BookName(p.Book),
            Account = BudgetMessages.AccountName(p.Account),
            Debit = p.Debit,
            Credit = p.Credit,
        }));
        scope.Append(row, Aggregate, [moved]);
        open.Budget = step.After;
        await GrantFollow.FollowAsync(scope, open, before, happened, step, fact);
        foreach (var reason in step.Result == BudgetResult.Alarm ? step.Reasons : [])
        {
            await AlarmBook.RaiseAsync(scope, row, $"{happened.Id}/{reason}", BudgetMessages.GrantOf(happened) ?? "", ReasonWords.Sentence(reason), fact);
        }

        return step;
    }

    public static ProgrammeTerms ReadTerms(ProgrammeRow row) => ProgrammeTerms.TryRead(Encoding.UTF8.GetBytes(row.TermsJson), out var problem)
        ?? throw new InvalidOperationException($"The terms of programme {row.Number} cannot be read: {problem}");

    private static async Task<BudgetTerms> TermsAsync(CreditGrantsDb db, ProgrammeRow row, ProgrammeTerms terms, string? codeSha256, CancellationToken stop)
    {
        var budget = terms.ToBudget(new((UInt128)row.Reserve));
        if (codeSha256 is null || await db.Codes.AsNoTracking().SingleOrDefaultAsync(c => c.ProgrammeId == row.Id && c.Sha256 == codeSha256, stop) is not { } code)
        {
            return budget;
        }

        var most = await db.Providers.AsNoTracking().Where(p => p.ProgrammeId == row.Id && p.Name == code.Provider).Select(p => p.Budget).SingleOrDefaultAsync(stop);
        return budget with
        {
            Codes = budget.Codes.Add(codeSha256, new(code.Provider, code.RevokedAt is not null)),
            ProviderBudgets = budget.ProviderBudgets.Add(code.Provider, new((UInt128)BigInteger.Min(most, UInt128.MaxValue))),
        };
    }

    private void Remember(Guid programme, long number, Budget budget) =>
        _folded.AddOrUpdate(programme, (number, budget), (_, known) => known.Number >= number ? known : (number, budget));
}
