using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Data;
using CoretimeDesk.Quoting.Matching;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>A quote inside a command: its row, what it says, and the instant of that.</summary>
public sealed class OpenQuote
{
    internal OpenQuote(QuoteRow row, Quote quote, DateTimeOffset now) => (Row, Quote, Now) = (row, quote, now);

    internal QuoteRow Row { get; }

    /// <summary>The quote after all that was recorded.</summary>
    public Quote Quote { get; internal set; }

    /// <summary>Now, but not before anything that the row tells of: this machine's clock may be behind the one that wrote it.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Its message.</summary>
    public V1.Quote ToMessage() => Quote.ToMessage(Row.Version);
}

/// <summary>Reads and writes quotes inside a command. What the clock has done meanwhile is recorded before anything is decided.</summary>
public sealed class QuoteBook
{
    internal const string Aggregate = "quote";

    /// <summary>The quote as of now; null when there is none with this id.</summary>
    public async Task<OpenQuote?> FindAsync(CommandScope<QuotingDb> scope, Guid id)
    {
        if (await Whole(scope.Db.Quotes).SingleOrDefaultAsync(q => q.Id == id, scope.Stop) is not { } row)
        {
            return null;
        }

        var open = new OpenQuote(row, Read(row), scope.Now > row.ChangedAt ? scope.Now : row.ChangedAt);
        if (row.NextDueAt <= open.Now)
        {
            Record(scope, open, QuoteDue.By(open.Now, open.Quote));
        }

        return open;
    }

    /// <summary>A new quote with the next number.</summary>
    public async Task<OpenQuote> BeginAsync(CommandScope<QuotingDb> scope, Func<string, Quote> make)
    {
        var quote = make(await NextNumberAsync(scope));
        var row = new QuoteRow
        {
            Id = quote.Id,
            Number = quote.Number,
            AccountId = quote.Customer.AccountId,
            LeadId = quote.Customer.LeadId,
            OwnerId = quote.Owner.Id,
            OwnerName = quote.Owner.Name,
            TeamIds = [.. quote.TeamIds],
            CustomerOwnerId = quote.CustomerOwnerId,
            CreatedAt = quote.CreatedAt,
            Customer = quote.Customer.ToMessage().ToByteArray(),
        };
        scope.Db.Quotes.Add(row);
        var open = new OpenQuote(row, quote, scope.Now);
        Write(scope, open, [new QuoteEvent.Drafted(quote)], first: true);
        return open;
    }

    /// <summary>Records what happened, and writes what the quote is after it.</summary>
    /// <param name="scope">The command.</param>
    /// <param name="open">The quote.</param>
    /// <param name="events">What happened, in order.</param>
    /// <param name="others">Public messages of other parts that belong to the last of these events.</param>
    public void Record(CommandScope<QuotingDb> scope, OpenQuote open, IReadOnlyList<QuoteEvent> events, params IReadOnlyList<IMessage> others)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(open);
        Write(scope, open, events, first: false, others);
    }

    /// <summary>Rebuilds a quote from its steps alone, oldest first.</summary>
    public static Quote Replay(IEnumerable<V1.QuoteStepped> steps) =>
        steps.Aggregate((Quote?)null, (quote, step) => QuoteHistory.Evolve(quote, step.ToDomain())) ?? throw new ArgumentException("There is no step.", nameof(steps));

    /// <summary>Everything of quotes that <see cref="Read"/> needs, in one statement: of several, each might see another moment.</summary>
    public static IQueryable<QuoteRow> Whole(IQueryable<QuoteRow> quotes) => quotes.Include(q => q.Revisions).Include(q => q.Approvals).AsSingleQuery();

    /// <summary>The quote that a row tells of. Its revisions and approvals must be loaded.</summary>
    public static Quote Read(QuoteRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new()
        {
            Id = row.Id,
            Number = row.Number,
            Owner = new(row.OwnerId, row.OwnerName),
            TeamIds = row.TeamIds,
            Customer = V1.QuoteCustomer.Parser.ParseFrom(row.Customer).ToDomain(),
            CustomerOwnerId = row.CustomerOwnerId,
            CreatedAt = row.CreatedAt,
            Revisions = [.. row.Revisions.OrderBy(r => r.Number).Select(r => V1.QuoteRevision.Parser.ParseFrom(r.Body).ToDomain() with
            {
                Approvals = [.. row.Approvals.Where(a => a.Revision == r.Number).OrderBy(a => a.Position).Select(a => V1.Approval.Parser.ParseFrom(a.Body).ToDomain())],
            })],
        };
    }

    private static void Write(CommandScope<QuotingDb> scope, OpenQuote open, IReadOnlyList<QuoteEvent> events, bool first, params IReadOnlyList<IMessage> others)
    {
        if (events.Count == 0)
        {
            return;
        }

        for (var i = 0; i < events.Count; i++)
        {
            var happened = events[i];
            open.Quote = QuoteHistory.Evolve(first ? null : open.Quote, happened);
            first = false;
            var step = happened is QuoteEvent.Sent sent ? sent.ToStep(open.Quote.Newest) : happened.ToStep(open.Quote.Id);
            if (happened is QuoteEvent.Sent { Snapshot: var snapshot })
            {
                OfferBook.Open(scope.Db, snapshot);
            }

            scope.Append(open.Row, Aggregate, [step, .. PublicMessages.Of(happened, open.Quote), .. i == events.Count - 1 ? others : []], RuleOf(happened, open.Quote));
        }

        QuoteWriter.Write(scope.Db, open.Row, open.Quote, open.Now);
    }

    /// <summary>The rules that judged it, as the journal names them.</summary>
    private static string? RuleOf(QuoteEvent happened, Quote quote) => happened is QuoteEvent.Submitted or QuoteEvent.Approved or QuoteEvent.Sent
        ? $"bands-{quote.Newest.Judgement!.RuleVersion}@{quote.Newest.Judgement.RuleHash}"
        : null;

    /// <summary>The next number that people say. A refused command leaves a gap.</summary>
    private static async Task<string> NextNumberAsync(CommandScope<QuotingDb> scope)
    {
        await scope.Db.Database.OpenConnectionAsync(scope.Stop);
        await using var command = new NpgsqlCommand($"select nextval('{QuotingDb.SchemaName}.quote_numbers')", (NpgsqlConnection)scope.Db.Database.GetDbConnection());
        return $"Q-{scope.Now.Year}-{(long)(await command.ExecuteScalarAsync(scope.Stop))!:D6}";
    }
}
