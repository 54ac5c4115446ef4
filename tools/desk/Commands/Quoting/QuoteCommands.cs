using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Quoting.V1;
using Grpc.Core;

namespace CoretimeDesk.Desk.Commands.Quoting;

/// <summary><c>./desk quotes</c></summary>
internal static class QuoteCommands
{
    public static Command Make() => new("quotes", "Quotes: core-periods, regions and dates at the price that the chain asks now, within the rules in force.")
    {
        Preview(), New(), Edit(), Price(), Submit(), Send(), Withdraw(), Revise(), Show(), List(),
        QuoteDocumentCommands.Link(), QuoteDocumentCommands.Links(), QuoteDocumentCommands.RevokeLink(),
        QuoteDocumentCommands.Pdf(), QuoteDocumentCommands.Html(), QuoteDocumentCommands.Export(),
        BuyingCommands.CallData(), BuyingCommands.Accept(), BuyingCommands.AcceptPaper(),
    };

    private static Command Preview()
    {
        var (account, lead, ask) = (LeadsCall.Account(), Lead(), new QuoteAskOptions());
        return QuotingCall.Make("preview", "What a quote would be, and what the rules say to it; without a concession, how much may be given, and who decides. Nothing is saved.", [account, lead, .. ask.Symbols],
            async (r, call, cancellation) =>
            {
                var request = new PreviewQuoteRequest { AccountId = await call.AccountIdAsync(r, r.GetValue(account)!, cancellation), LeadId = r.GetValue(lead) ?? "", Ask = ask.Read(r) };
                var answer = await call.QuotesAsync(r, (c, o) => c.PreviewQuoteAsync(request, o), cancellation);
                call.Show(r, answer, screen =>
                {
                    QuoteView.Terms(screen, answer.Terms);
                    CommissionView.Print(screen, answer.Commission);
                    screen.Line();
                    screen.Line(answer.Judgement.Verdict switch
                    {
                        Verdict.Allowed => "You may send this alone.",
                        Verdict.NeedsApproval => $"Needs {string.Join(" and ", answer.Judgement.Approvers.Select(a => a.Replace('_', ' ')))}, within {answer.Judgement.SlaHours} hours.",
                        _ => "Refused.",
                    });
                    foreach (var line in answer.Judgement.Explanation)
                    {
                        screen.Line($"  {line}");
                    }
                });
            });
    }

    private static Command New()
    {
        var (account, lead, ask) = (LeadsCall.Account(), Lead(), new QuoteAskOptions());
        return QuotingCall.Make("new", "Begin a quote. You must own the lead, or have the customer registered.", [account, lead, .. ask.Symbols],
            async (r, call, cancellation) =>
            {
                var request = new DraftQuoteRequest { RequestId = SessionCommands.NewId(), AccountId = await call.AccountIdAsync(r, r.GetValue(account)!, cancellation), LeadId = r.GetValue(lead) ?? "", Ask = ask.Read(r) };
                var answer = await call.QuotesAsync(r, (c, o) => c.DraftQuoteAsync(request, o), cancellation);
                call.Show(r, answer, screen =>
                {
                    screen.Done(QuoteView.Sentence(answer.Quote));
                    CommissionView.Print(screen, answer.Commission);
                });
            });
    }

    private static Command Edit()
    {
        var (quote, ask) = (QuotingCall.Quote(), new QuoteAskOptions());
        return QuotingCall.Make("edit", "Replace all that an unsent quote asks for. What was approved is void.", [quote, .. ask.Symbols],
            async (r, call, cancellation) =>
            {
                var request = new EditQuoteRequest { RequestId = SessionCommands.NewId(), QuoteId = await call.QuoteIdAsync(r, quote, cancellation), Ask = ask.Read(r) };
                var answer = await call.QuotesAsync(r, (c, o) => c.EditQuoteAsync(request, o), cancellation);
                call.Show(r, answer, screen => screen.Done(QuoteView.Sentence(answer.Quote)));
            });
    }

    private static Command Price() => Simple("price", "Take the price from the newest finalised block.", (c, id, o) => c.PriceQuoteAsync(new() { RequestId = SessionCommands.NewId(), QuoteId = id }, o), a => a.Quote, a => a.Commission);

    private static Command Submit() => Simple("submit", "Have the rules judge it: approved at once, or approvals are asked for.", (c, id, o) => c.SubmitQuoteAsync(new() { RequestId = SessionCommands.NewId(), QuoteId = id }, o), a => a.Quote);

    private static Command Send() => Simple("send", "Freeze an approved quote and give it to the customer.", (c, id, o) => c.SendQuoteAsync(new() { RequestId = SessionCommands.NewId(), QuoteId = id }, o), a => a.Quote);

    private static Command Revise() => Simple("revise", "Begin the next revision. The sent one counts until the new one is sent.", (c, id, o) => c.ReviseQuoteAsync(new() { RequestId = SessionCommands.NewId(), QuoteId = id }, o), a => a.Quote);

    private static Command Show()
    {
        var quote = QuotingCall.Quote();
        var currency = new Option<string?>("--in") { Description = "Show its amounts in this currency instead (EUR), by the rate that was recorded last: a view, and no part of the offer." };
        return QuotingCall.Make("show", "Show a quote with all its revisions and approvals.", [quote, currency], async (r, call, cancellation) =>
        {
            var id = await call.QuoteIdAsync(r, quote, cancellation);
            if (r.GetValue(currency) is { } code)
            {
                var view = await call.SendAsync(r, (c, o) => new FiatService.FiatServiceClient(c).ViewQuoteAsync(new() { QuoteId = id, Currency = code.ToUpperInvariant() }, o), cancellation);
                call.Show(r, view, screen => RateCommands.View(screen, view));
                return;
            }

            var answer = await call.QuotesAsync(r, (c, o) => c.GetQuoteAsync(new() { QuoteId = id }, o), cancellation);
            call.Show(r, answer, screen =>
            {
                QuoteView.Whole(screen, answer.Quote);
                CommissionView.Print(screen, answer.Commission);
            });
        });
    }

    private static Command Withdraw()
    {
        var quote = QuotingCall.Quote();
        var reason = new Option<string?>("--reason") { Description = "Why." };
        return QuotingCall.Make("withdraw", "Take back the newest revision, sent or not.", [quote, reason], async (r, call, cancellation) =>
        {
            var request = new WithdrawQuoteRequest { RequestId = SessionCommands.NewId(), QuoteId = await call.QuoteIdAsync(r, quote, cancellation), Reason = r.GetValue(reason) ?? "" };
            var answer = await call.QuotesAsync(r, (c, o) => c.WithdrawQuoteAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done(QuoteView.Sentence(answer.Quote)));
        });
    }

    private static Command List()
    {
        var state = Words.Option<QuoteState>("--state", "Only in this state.");
        var account = new Option<string?>("--account") { Description = "Only this account's, by number or id." };
        var owner = new Option<string?>("--owner") { Description = "Only this person's, by id." };
        var team = new Option<string?>("--team") { Description = "Only this team's, by id." };
        var mine = new Option<bool>("--mine") { Description = "Only my own." };
        var (size, page) = AccountCommands.Paging();
        return QuotingCall.Make("list", "List quotes, newest first.", [state, account, owner, team, mine, size, page], async (r, call, cancellation) =>
        {
            var request = new ListQuotesRequest
            {
                State = Words.Parse<QuoteState>(r.GetValue(state)),
                AccountId = r.GetValue(account) is { } text ? await call.AccountIdAsync(r, text, cancellation) : "",
                OwnerId = r.GetValue(owner) ?? "",
                TeamId = r.GetValue(team) ?? "",
                Mine = r.GetValue(mine),
                PageSize = r.GetValue(size),
                PageToken = r.GetValue(page) ?? "",
            };
            var answer = await call.QuotesAsync(r, (c, o) => c.ListQuotesAsync(request, o), cancellation);
            call.Show(r, answer, screen => Answer.Rows(screen, answer.Quotes, "No quote matches.", answer.NextPageToken, QuoteView.Columns, QuoteView.Row));
        });
    }

    private static Command Simple<T>(string name, string description, Func<QuotesService.QuotesServiceClient, string, CallOptions, AsyncUnaryCall<T>> send, Func<T, Quote> quoteOf, Func<T, CommissionEstimate?>? commissionOf = null)
        where T : Google.Protobuf.IMessage
    {
        var quote = QuotingCall.Quote();
        return QuotingCall.Make(name, description, [quote], async (r, call, cancellation) =>
        {
            var id = await call.QuoteIdAsync(r, quote, cancellation);
            var answer = await call.QuotesAsync(r, (c, o) => send(c, id, o), cancellation);
            call.Show(r, answer, screen =>
            {
                if (commissionOf is not null)
                {
                    QuoteView.Whole(screen, quoteOf(answer));
                    CommissionView.Print(screen, commissionOf(answer));
                }
                else
                {
                    screen.Done(QuoteView.Sentence(quoteOf(answer)));
                }
            });
        });
    }

    private static Option<string?> Lead() => new("--lead") { Description = "The lead, by id; the account as a whole when left out." };
}
