using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf;

namespace CoretimeDesk.Desk.Commands.Quoting;

/// <summary>The part of <c>./desk quotes</c> that gives a sent quote to its customer.</summary>
internal static class QuoteDocumentCommands
{
    private const string Service = "quoting";

    public static Command Pdf() => Print("pdf", QuoteFormat.Pdf);

    public static Command Html() => Print("html", QuoteFormat.Html);

    public static Command Link()
    {
        var quote = Quote();
        return CallCommand.Make(
            Service,
            "link",
            "Make a link for the customer, who needs no sign-in. It is shown once, and ends with the quote.",
            [quote],
            (r, c, o) => Client(c).CreateLinkAsync(Named(r.GetValue(quote)!, (id, number) => new CreateLinkRequest { RequestId = SessionCommands.NewId(), QuoteId = id, Number = number }), o),
            (screen, answer) =>
            {
                screen.Line(answer.Url);
                screen.Note($"Until {Answer.Date(answer.Link.ExpiresAt)}. Whoever has it sees the quote; './desk quotes revoke-link {answer.Link.LinkId}' ends it.");
            });
    }

    public static Command Links()
    {
        var quote = Quote();
        return CallCommand.Make(
            Service,
            "links",
            "Show a quote's links, newest first: who made them, and when they were opened.",
            [quote],
            (r, c, o) => Client(c).ListLinksAsync(Named(r.GetValue(quote)!, (id, number) => new ListLinksRequest { QuoteId = id, Number = number }), o),
            (screen, answer) => Answer.Rows(
                screen, answer.Links, "No links.", "", ["made", "by", "revision", "until", "opened", "id"],
                l => [Answer.Date(l.MadeAt), l.MadeBy, $"{l.Revision}", l.RevokedAt is null ? Answer.Date(l.ExpiresAt) : "revoked", l.OpenedAt is null ? "not yet" : Answer.Date(l.OpenedAt), l.LinkId]));
    }

    public static Command RevokeLink()
    {
        var link = new Argument<string>("link-id");
        return CallCommand.Make(
            Service,
            "revoke-link",
            "End a link: it then shows what a link shows that nobody made.",
            [link],
            (r, c, o) => Client(c).RevokeLinkAsync(new() { RequestId = SessionCommands.NewId(), LinkId = r.GetValue(link)! }, o),
            (screen, _) => screen.Done("Revoked."));
    }

    private static Command Print(string name, QuoteFormat format)
    {
        var (quote, revision, output) = (Quote(), Revision(), Output());
        return Fetch(
            name,
            $"Print a quote that was sent as {name.ToUpperInvariant()}: the same bytes for the same quote, with its digest on it.",
            [quote, revision, output],
            output,
            async (r, ask) =>
            {
                var request = Named(r.GetValue(quote)!, (id, number) => new RenderQuoteRequest { QuoteId = id, Number = number, Revision = r.GetValue(revision), Format = format });
                var answer = await ask.SendAsync((c, o) => c.RenderQuoteAsync(request, o));
                return (answer.Content, answer.FileName);
            });
    }

    public static Command Export()
    {
        var (quote, revision, output) = (Quote(), Revision(), Output());
        var kept = new Option<bool>("--internal")
        {
            Description = "Write the internal file instead: why it concedes and what is earned by it. Not for customers. './desk quote verify --internal' checks it beside the quote file.",
        };
        return Fetch(
            "export",
            "Write the quote file, with the rules, the approvals and the desk's signed evidence; './desk quote verify' checks it anywhere.",
            [quote, revision, output, kept],
            output,
            async (r, ask) =>
            {
                if (r.GetValue(kept))
                {
                    var inner = Named(r.GetValue(quote)!, (id, number) => new ExportInternalRequest { QuoteId = id, Number = number, Revision = r.GetValue(revision) });
                    var text = await ask.SendAsync((c, o) => c.ExportInternalAsync(inner, o));
                    return (text.Content, text.FileName);
                }

                var request = Named(r.GetValue(quote)!, (id, number) => new ExportQuoteRequest { QuoteId = id, Number = number, Revision = r.GetValue(revision) });
                var answer = await ask.SendAsync((c, o) => c.ExportQuoteAsync(request, o));
                return (answer.Content, answer.FileName);
            });
    }

    /// <summary>A service to ask, as whoever is signed in.</summary>
    private sealed class Asking(DeskClient desk, string? address, CancellationToken cancellation)
    {
        public Task<T> SendAsync<T>(Func<DocumentsService.DocumentsServiceClient, Grpc.Core.CallOptions, Grpc.Core.AsyncUnaryCall<T>> call) =>
            desk.CallAsync(Service, address, (c, o) => call(Client(c), o), cancellation);
    }

    private static Command Fetch(
        string name, string description, IEnumerable<Symbol> inputs, Option<string?> output, Func<ParseResult, Asking, Task<(ByteString Content, string FileName)>> fetch)
    {
        var (file, address) = (Shared.File(), Shared.Address());
        var command = new Command(name, description) { address, file };
        foreach (var input in inputs)
        {
            if (input is Argument argument)
            {
                command.Add(argument);
            }
            else
            {
                command.Add((Option)input);
            }
        }

        command.SetAction(async (r, cancellation) =>
        {
            var (content, fileName) = await fetch(r, new(new(Workspace.Of(r.GetValue(file)), TimeProvider.System), r.GetValue(address), cancellation));
            await WriteAsync(r.GetValue(output) ?? fileName, content, cancellation);
            return 0;
        });
        return command;
    }

    private static async Task WriteAsync(string path, ByteString content, CancellationToken cancellation)
    {
        try
        {
            await File.WriteAllBytesAsync(path, content.ToByteArray(), cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeskException($"--output: {path} cannot be written: {e.Message}", e);
        }

        new Screen().Done($"{path}, {content.Length} bytes");
    }

    private static Argument<string> Quote() => new("quote") { Description = "Its number, Q-2026-000123, or its id." };

    private static Option<uint> Revision() => new("--revision") { Description = "Which revision; without it, the newest that was sent." };

    private static Option<string?> Output() => new("--output", "-o") { Description = "Where to write it; without it, a file here that bears the quote's number.", HelpName = "FILE" };

    private static T Named<T>(string quote, Func<string, string, T> make) => Guid.TryParse(quote, out _) ? make(quote, "") : make("", quote);

    private static DocumentsService.DocumentsServiceClient Client(Grpc.Net.Client.GrpcChannel channel) => new(channel);
}
