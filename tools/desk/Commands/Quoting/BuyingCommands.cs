using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.V1;
using Grpc.Core;
using Token = CoretimeDesk.Market.Token;

namespace CoretimeDesk.Desk.Commands.Quoting;

/// <summary>What a customer does with a quote, under <c>./desk quotes</c>: accept it, and buy by it.</summary>
internal static class BuyingCommands
{
    private const string Service = "quoting";

    public static Command CallData()
    {
        var quote = Quote();
        return CallCommand.Make(
            Service,
            "calldata",
            "Make what a customer signs to buy by a quote: unsigned, all of it or nothing, with the quote's digest beside the purchase.",
            [quote],
            (r, channel, options) => new AcceptanceService.AcceptanceServiceClient(channel).GetCallDataAsync(new() { QuoteId = r.GetValue(quote)! }, options),
            (screen, answer) =>
            {
                // The bytes stand alone on their line, so that they can be copied or piped; what else there is goes to standard error.
                var token = new Token(answer.Token, (int)answer.Decimals);
                Console.WriteLine(answer.CallData);
                Output.Screen notes = new(Console.Error);
                notes.Note($"Buys {answer.Cores} {(answer.Cores == 1 ? "core" : "cores")}, each at most {token.Format(Planck.Parse(answer.LimitPlanck))} ({token.Format(Planck.Parse(answer.PricePlanck))} now), until {Answer.Date(answer.ValidUntil)}.");
                notes.Note($"Made for {answer.SpecName} {answer.SpecVersion} of {answer.Chain}: make it again when the chain runs another runtime.");
                notes.Note($"call hash {answer.CallHash} (what a multisig or a proxy announces)");
                notes.Note($"quote digest {answer.QuoteSha256}");
                if (answer.WalletLink.Length > 0)
                {
                    notes.Note(answer.WalletLink);
                }
            });
    }

    public static Command Accept()
    {
        var quote = Quote();
        var signer = new Option<string?>("--signer") { Description = "The account that signed: an address, or 0x hex." };
        var signature = new Option<string?>("--signature") { Description = "Its signature of the text, 0x hex. Without a signature the text is shown." };
        return CallCommand.Make(
            Service,
            "accept",
            "Show what a customer signs to accept a quote, or record the signature that they sent. Accepting wins nothing: a finalised purchase does.",
            [quote, signer, signature],
            (r, channel, options) => AcceptAsync(new(channel), r.GetValue(quote)!, r.GetValue(signer), r.GetValue(signature), options),
            (screen, answer) =>
            {
                if (answer.Acceptance is { } done)
                {
                    screen.Done($"Accepted on {Answer.Date(done.AcceptedAt)} by {Answer.Phrase(done.Kind)}{(done.Signer.Length > 0 ? $" of {done.Signer}" : "")}, digest {done.QuoteSha256}.");
                    return;
                }

                screen.Line(answer.Text);
                screen.Note(answer.Signers.Count == 0
                    ? "The customer has no verified account: verify one first, with './desk accounts challenge'."
                    : $"Taken from {string.Join(", ", answer.Signers)}: run the command again with --signer ACCOUNT --signature 0x…");
            });
    }

    public static Command AcceptPaper()
    {
        var quote = Quote();
        var name = new Option<string>("--name") { Description = "Who signed, as on the paper.", Required = true };
        var title = new Option<string>("--title") { Description = "What they are in the organisation.", Required = true };
        var document = new Option<string>("--document") { Description = "The SHA-256 of the signed paper: attach the paper to the account as well.", Required = true };
        var note = new Option<string?>("--note") { Description = "How the desk got it." };
        return CallCommand.Make(
            Service,
            "accept-paper",
            "Record an enterprise's or government's yes on paper. Weaker than a signature by key, and shown as such.",
            [quote, name, title, document, note],
            (r, channel, options) => PaperAsync(
                new(channel),
                new()
                {
                    RequestId = SessionCommands.NewId(), QuoteId = r.GetValue(quote)!, Name = r.GetValue(name)!, Title = r.GetValue(title)!, DocumentSha256 = r.GetValue(document)!, Note = r.GetValue(note) ?? "",
                },
                options),
            (screen, answer) => screen.Done($"Accepted on {Answer.Date(answer.Acceptance.AcceptedAt)} by {answer.Acceptance.Name}, {answer.Acceptance.Title} (a typed name: weaker than a signature)."));
    }

    private static Argument<string> Quote() => new("quote") { Description = "The quote's id." };

    // The digest that is accepted is the one that is with the customer now: whoever records a signature has it checked against exactly that text.
    private static AsyncUnaryCall<GetAcceptanceTextResponse> AcceptAsync(AcceptanceService.AcceptanceServiceClient client, string quote, string? signer, string? signature, CallOptions options) =>
        (signer, signature) switch
        {
            (null, null) => client.GetAcceptanceTextAsync(new() { QuoteId = quote }, options),
            ({ } who, { } signed) => OneCall(RecordAsync(client, quote, who, signed, options)),
            _ => throw new DeskException("Give both --signer and --signature, or neither to see what is to be signed."),
        };

    private static async Task<GetAcceptanceTextResponse> RecordAsync(AcceptanceService.AcceptanceServiceClient client, string quote, string signer, string signature, CallOptions options)
    {
        var text = await client.GetAcceptanceTextAsync(new() { QuoteId = quote }, options);
        var answer = await client.AcceptBySignatureAsync(
            new() { RequestId = SessionCommands.NewId(), QuoteId = quote, QuoteSha256 = text.QuoteSha256, Signer = signer, Signature = signature }, options);
        text.Acceptance = answer.Acceptance;
        return text;
    }

    private static AsyncUnaryCall<RecordTypedAcceptanceResponse> PaperAsync(AcceptanceService.AcceptanceServiceClient client, RecordTypedAcceptanceRequest request, CallOptions options) =>
        OneCall(RecordAsync(client, request, options));

    private static async Task<RecordTypedAcceptanceResponse> RecordAsync(AcceptanceService.AcceptanceServiceClient client, RecordTypedAcceptanceRequest request, CallOptions options)
    {
        request.QuoteSha256 = (await client.GetAcceptanceTextAsync(new() { QuoteId = request.QuoteId }, options)).QuoteSha256;
        return await client.RecordTypedAcceptanceAsync(request, options);
    }

    /// <summary>Several calls that are shown as one.</summary>
    private static AsyncUnaryCall<T> OneCall<T>(Task<T> answer) => new(answer, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
}
