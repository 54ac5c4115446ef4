using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.V1;
using Grpc.Core;
using Token = CoretimeDesk.Market.Token;

namespace CoretimeDesk.Desk.Commands.Quoting;

/// <summary>What a customer does with a quote, under <c>./desk quotes</c>: accept it, and buy by it.</summary>
internal static class BuyingCommands
{
    public static Command CallData()
    {
        var quote = QuotingCall.Quote();
        return QuotingCall.Make("calldata", "Make what a customer signs to buy by a quote: unsigned, all of it or nothing, with the quote's digest beside the purchase.", [quote], async (r, call, cancellation) =>
        {
            var request = new GetCallDataRequest { QuoteId = await call.QuoteIdAsync(r, quote, cancellation) };
            var answer = await SendAsync(r, call, (c, o) => c.GetCallDataAsync(request, o), cancellation);
            call.Show(r, answer, _ => Show(answer));
        });
    }

    public static Command Accept()
    {
        var quote = QuotingCall.Quote();
        var signer = new Option<string?>("--signer") { Description = "The account that signed: an address, or 0x hex." };
        var signature = new Option<string?>("--signature") { Description = "Its signature of the text, 0x hex. Without a signature the text is shown." };
        return QuotingCall.Make("accept", "Show what a customer signs to accept a quote, or record the signature that they sent. Accepting wins nothing: a finalised purchase does.", [quote, signer, signature], async (r, call, cancellation) =>
        {
            if (r.GetValue(signer) is null != r.GetValue(signature) is null)
            {
                throw new DeskException("Give both --signer and --signature, or neither to see what is to be signed.");
            }

            var id = await call.QuoteIdAsync(r, quote, cancellation);
            var text = await SendAsync(r, call, (c, o) => c.GetAcceptanceTextAsync(new() { QuoteId = id }, o), cancellation);
            if (r.GetValue(signature) is not { } signed)
            {
                call.Show(r, text, screen => Show(screen, text));
                return;
            }

            // A signature is checked against exactly the text that is with the customer now.
            var request = new AcceptBySignatureRequest { RequestId = SessionCommands.NewId(), QuoteId = id, QuoteSha256 = text.QuoteSha256, Signer = r.GetValue(signer)!, Signature = signed };
            var answer = await SendAsync(r, call, (c, o) => c.AcceptBySignatureAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done($"Accepted on {Answer.Date(answer.Acceptance.AcceptedAt)} by {Answer.Phrase(answer.Acceptance.Kind)} of {answer.Acceptance.Signer}; digest {answer.Acceptance.QuoteSha256}."));
        });
    }

    public static Command AcceptPaper()
    {
        var quote = QuotingCall.Quote();
        var name = new Option<string>("--name") { Description = "Who signed, as on the paper.", Required = true };
        var title = new Option<string>("--title") { Description = "What they are in the organisation.", Required = true };
        var document = new Option<string>("--document") { Description = "The SHA-256 of the signed paper: attach the paper to the account as well.", Required = true };
        var note = new Option<string?>("--note") { Description = "How the desk got it." };
        return QuotingCall.Make("accept-paper", "Record an enterprise's or government's yes on paper. Weaker than a signature by key, and shown as such.", [quote, name, title, document, note], async (r, call, cancellation) =>
        {
            var id = await call.QuoteIdAsync(r, quote, cancellation);
            var text = await SendAsync(r, call, (c, o) => c.GetAcceptanceTextAsync(new() { QuoteId = id }, o), cancellation);
            var request = new RecordTypedAcceptanceRequest
            {
                RequestId = SessionCommands.NewId(), QuoteId = id, QuoteSha256 = text.QuoteSha256, Name = r.GetValue(name)!, Title = r.GetValue(title)!, DocumentSha256 = r.GetValue(document)!, Note = r.GetValue(note) ?? "",
            };
            var answer = await SendAsync(r, call, (c, o) => c.RecordTypedAcceptanceAsync(request, o), cancellation);
            call.Show(r, answer, screen => screen.Done($"Accepted on {Answer.Date(answer.Acceptance.AcceptedAt)} by {answer.Acceptance.Name}, {answer.Acceptance.Title} (a typed name: weaker than a signature)."));
        });
    }

    private static void Show(Screen screen, GetAcceptanceTextResponse text)
    {
        screen.Line(text.Text);
        screen.Note(text switch
        {
            { Acceptance: { } done } => $"Accepted already, on {Answer.Date(done.AcceptedAt)}, by {Answer.Phrase(done.Kind)}.",
            { Signers.Count: 0 } => "The customer has no verified account: verify one first, with './desk accounts verify'.",
            _ => $"Signatures are taken from {string.Join(", ", text.Signers)}: run the command again with --signer ACCOUNT --signature 0x…",
        });
    }

    private static void Show(GetCallDataResponse answer)
    {
        // The bytes stand alone on their line, so that they can be copied or piped; what else there is goes to standard error.
        var token = new Token(answer.Token, (int)answer.Decimals);
        Console.WriteLine(answer.CallData);
        Screen notes = new(Console.Error);
        notes.Note($"Buys {answer.Cores} {(answer.Cores == 1 ? "core" : "cores")}, each at most {token.Format(Planck.Parse(answer.LimitPlanck))} ({token.Format(Planck.Parse(answer.PricePlanck))} now), until {Answer.Date(answer.ValidUntil)}.");
        notes.Note($"Made for {answer.SpecName} {answer.SpecVersion} of {answer.Chain}: make it again when the chain runs another runtime.");
        notes.Note($"call hash {answer.CallHash} (what a multisig or a proxy announces)");
        notes.Note($"quote digest {answer.QuoteSha256}");
        if (answer.WalletLink.Length > 0)
        {
            notes.Note(answer.WalletLink);
        }
    }

    private static Task<T> SendAsync<T>(ParseResult r, QuotingCall call, Func<AcceptanceService.AcceptanceServiceClient, CallOptions, AsyncUnaryCall<T>> ask, CancellationToken cancellation) =>
        call.SendAsync(r, (c, o) => ask(new(c), o), cancellation);
}
