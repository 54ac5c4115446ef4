using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Market;
using Token = CoretimeDesk.Market.Token;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary>Prices that customers wait for, under <c>./desk accounts</c>.</summary>
internal static class PriceWatchCommands
{
    private static readonly string[] Columns = ["price", "chain", "reached", "expected about", "asked by", "note", "id"];

    public static Command Watch()
    {
        var account = LeadsCall.Account();
        var price = new Argument<string>("price") { Description = "The most that a core may cost, with its token: \"12.5 DOT\"." };
        var chain = new Option<string>("--chain") { Description = "The Coretime chain, as the desk's settings call it.", DefaultValueFactory = _ => "polkadot-coretime" };
        var note = new Option<string?>("--note") { Description = "What the customer said." };
        return LeadsCall.Make("watch-price", "Be told when the price of a core comes down to what a customer waits for.", [account, price, chain, note], async (r, call, cancellation) =>
        {
            var (token, amount) = Read(r.GetValue(price)!);
            var request = new WatchPriceRequest
            {
                RequestId = SessionCommands.NewId(),
                AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId,
                Chain = r.GetValue(chain)!,
                Price = $"{amount}",
                Symbol = token.Symbol,
                Note = r.GetValue(note) ?? "",
            };
            var watch = (await call.SendAsync(r, (c, o) => new PriceWatchesService.PriceWatchesServiceClient(c).WatchPriceAsync(request, o), cancellation)).Watch;
            call.Show(r, watch, screen => screen.Done(watch.ExpectedAt is null
                ? $"{watch.AccountName} waits for {token.Format(amount)} on {watch.Chain}. The current sale does not come down so far; the next one may."
                : $"{watch.AccountName} waits for {token.Format(amount)} on {watch.Chain}. The current sale comes down to it about {Answer.Date(watch.ExpectedAt)}."));
        });
    }

    public static Command List()
    {
        var account = LeadsCall.Account();
        return LeadsCall.Make("price-watches", "List the prices that a customer waits for.", [account], async (r, call, cancellation) =>
        {
            var request = new ListPriceWatchesRequest { AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId };
            var answer = await call.SendAsync(r, (c, o) => new PriceWatchesService.PriceWatchesServiceClient(c).ListPriceWatchesAsync(request, o), cancellation);
            call.Show(r, answer, screen => Answer.Rows(screen, answer.Watches, "This customer waits for no price.", "", Columns, w =>
            [
                new Token(w.Symbol, (int)w.Decimals).Format(Planck.Parse(w.Price)), w.Chain, w.ReachedAt is null ? "not yet" : Answer.Date(w.ReachedAt),
                w.ReachedAt is not null ? "" : w.ExpectedAt is null ? "not in this sale" : Answer.Date(w.ExpectedAt), w.SetBy, w.Note, w.WatchId,
            ]));
        });
    }

    public static Command Drop()
    {
        var watch = new Argument<string>("watch") { Description = "The watch's id." };
        return LeadsCall.Make("drop-price-watch", "Wait for a price no longer.", [watch], async (r, call, cancellation) =>
        {
            var request = new DropPriceWatchRequest { RequestId = SessionCommands.NewId(), WatchId = r.GetValue(watch)! };
            var answer = await call.SendAsync(r, (c, o) => new PriceWatchesService.PriceWatchesServiceClient(c).DropPriceWatchAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done("Nobody waits for it any more."));
        });
    }

    private static (Token Token, Planck Amount) Read(string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length != 2 || !Token.TryFind(parts[1], out var token))
        {
            throw new DeskException($"\"{text}\" is no price: write an amount and its token, as in \"12.5 DOT\". Known tokens: {string.Join(", ", Token.Known.Select(t => t.Symbol))}.");
        }

        return token.TryParse(parts[0], out var amount, out var problem) ? (token, amount) : throw new DeskException($"\"{text}\" is no price: {problem}");
    }
}
