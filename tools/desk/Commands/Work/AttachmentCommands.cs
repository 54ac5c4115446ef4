using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary><c>./desk files</c></summary>
internal static class AttachmentCommands
{
    private static readonly string[] FileColumns = ["uploaded", "name", "type", "size", "by", "SHA-256", "id"];
    private static readonly string[] DocumentColumns = ["published", "look again on", "title", "kind", "revision", "owner", "file", "file's id", "id"];

    public static Command Make() => new("files", "Files about accounts, and the value cases and comparisons made of them.") { Upload(), Download(), List(), Publish(), Documents() };

    /// <summary>A size as people read it; exact where it is short.</summary>
    internal static string Size(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1024 * 1024 => FormattableString.Invariant($"{bytes / 1024m:0.#} KiB"),
        _ => FormattableString.Invariant($"{bytes / (1024m * 1024m):0.##} MiB"),
    };

    private static Command Upload()
    {
        var account = LeadsCall.Account();
        var source = new Argument<FileInfo>("source") { Description = "A PDF, PNG, JPEG, or text in UTF-8 (plain, Markdown, CSV, JSON), at most 10 MiB unless the desk is set otherwise.", HelpName = "FILE" };
        var name = new Option<string?>("--name") { Description = "What to call it; without this, as it is called here." };
        return LeadsCall.Make("upload", "Keep a file at an account. It is kept whole, with the SHA-256 that it has here, or not at all.", [account, source, name], async (r, call, cancellation) =>
        {
            var path = r.GetValue(source)!;
            await using var file = FileTransfer.Open(path);
            var of = await call.AccountAsync(r, account, cancellation);
            var header = new AttachmentHeader { RequestId = SessionCommands.NewId(), AccountId = of.AccountId, FileName = r.GetValue(name) ?? path.Name };
            var answer = await FileTransfer.SendAsync(file, header, !call.IsJson(r), (parts, stop) => call.UploadAsync(r, (c, o) => new AttachmentsService.AttachmentsServiceClient(c).UploadAttachment(o), parts, stop), cancellation);
            call.Show(r, answer, screen =>
            {
                var a = answer.Attachment;
                screen.Done($"On {Answer.Date(a.UploadedAt)}: {a.FileName}, {Size(a.SizeBytes)}, {a.MediaType}, at {of.Number} {of.Name} ({a.AttachmentId})");
                screen.Note($"SHA-256 {a.Sha256}");
            });
        });
    }

    private static Command Download()
    {
        var id = Id();
        var target = new Argument<string?>("target") { Description = "Where to write: a file, or a folder that is there. Without it: this folder, under the file's own name.", HelpName = "FILE|FOLDER", Arity = ArgumentArity.ZeroOrOne };
        var force = new Option<bool>("--force") { Description = "Replace a file that is there, once the new one is whole." };
        return LeadsCall.Make("download", "Fetch a file. It appears whole and with its SHA-256 checked, or not at all.", [id, target, force], async (r, call, cancellation) =>
        {
            var parts = call.StreamAsync(r, (c, o) => new AttachmentsService.AttachmentsServiceClient(c).DownloadAttachment(new() { AttachmentId = r.GetValue(id)! }, o), cancellation);
            var (attachment, path) = await FileTransfer.ReceiveAsync(parts, r.GetValue(target), r.GetValue(force), !call.IsJson(r), cancellation);
            call.Show(r, attachment, screen => screen.Done($"{path}: {Size(attachment.SizeBytes)}, {attachment.MediaType}, of {Answer.Date(attachment.UploadedAt)} by {attachment.UploadedBy}. Its SHA-256 is as it was stored."));
        });
    }

    private static Command List()
    {
        var account = LeadsCall.Account();
        var (size, page) = AccountCommands.Paging();
        return LeadsCall.Make("list", "List an account's files, newest first.", [account, size, page], async (r, call, cancellation) =>
        {
            var request = new ListAttachmentsRequest { AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId, PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" };
            var answer = await call.SendAsync(r, (c, o) => new AttachmentsService.AttachmentsServiceClient(c).ListAttachmentsAsync(request, o), cancellation);
            call.Show(r, answer, screen => Answer.Rows(
                screen, answer.Attachments, "There is no file about this account. './desk files upload' keeps one.", answer.NextPageToken, FileColumns,
                a => [Answer.Date(a.UploadedAt), a.FileName, a.MediaType, Size(a.SizeBytes), a.UploadedBy, a.Sha256, a.AttachmentId]));
        });
    }

    private static Command Publish()
    {
        var id = Id();
        var title = new Argument<string>("title") { Description = "At most 200 characters." };
        var kind = Words.Option<DocumentKind>("--kind", "What it is.", required: true);
        var review = new Option<string>("--review-on") { Description = "The date by which somebody looks at it again, from tomorrow to a year from now: 2027-03-01.", Required = true };
        var owner = new Option<string?>("--owner") { Description = "Who answers for it, by id; you, unless you say otherwise. Goes with --owner-name." };
        var ownerName = new Option<string?>("--owner-name") { Description = "What they are called." };
        var revises = new Option<string?>("--revises") { Description = "The newest revision of the document, by id, whose next one this is. Without it: a new document." };
        return LeadsCall.Make("publish", "Make a file a document, or the next revision of one. Revisions are never changed.", [id, title, kind, review, owner, ownerName, revises], async (r, call, cancellation) =>
        {
            var request = new PublishDocumentRequest
            {
                RequestId = SessionCommands.NewId(),
                AttachmentId = r.GetValue(id)!,
                Kind = Words.Parse<DocumentKind>(r.GetValue(kind)),
                Title = r.GetValue(title)!,
                OwnerId = r.GetValue(owner) ?? "",
                OwnerName = r.GetValue(ownerName) ?? "",
                ReviewOn = r.GetValue(review)!,
                Revises = r.GetValue(revises) ?? "",
            };
            if ((request.OwnerId.Length == 0) != (request.OwnerName.Length == 0))
            {
                throw new DeskException($"{(request.OwnerId.Length == 0 ? "--owner" : "--owner-name")}: is missing; --owner and --owner-name go together.");
            }

            var answer = await call.SendAsync(r, (c, o) => new AttachmentsService.AttachmentsServiceClient(c).PublishDocumentAsync(request, o), cancellation);
            call.Show(r, answer, screen =>
            {
                var d = answer.Document;
                screen.Done($"On {Answer.Date(d.PublishedAt)}: {Answer.Phrase(d.Kind)} \"{d.Title}\", revision {d.Revision}. {d.OwnerName} looks at it again by {d.ReviewOn} ({d.DocumentId})");
            });
        });
    }

    private static Command Documents()
    {
        var account = LeadsCall.Account();
        var kind = Words.Option<DocumentKind>("--kind", "Only such.");
        var all = new Option<bool>("--all-revisions") { Description = "Also revisions that a newer one has replaced." };
        var (size, page) = AccountCommands.Paging();
        return LeadsCall.Make("documents", "List an account's documents, newest revision first.", [account, kind, all, size, page], async (r, call, cancellation) =>
        {
            var request = new ListDocumentsRequest
            {
                AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId,
                Kind = Words.Parse<DocumentKind>(r.GetValue(kind)),
                CurrentOnly = !r.GetValue(all),
                PageSize = r.GetValue(size),
                PageToken = r.GetValue(page) ?? "",
            };
            var answer = await call.SendAsync(r, (c, o) => new AttachmentsService.AttachmentsServiceClient(c).ListDocumentsAsync(request, o), cancellation);
            call.Show(r, answer, screen => Answer.Rows(
                screen, answer.Documents, "There is no document about this account. './desk files publish' makes one of a file.", answer.NextPageToken, DocumentColumns, d =>
                [
                    Answer.Date(d.PublishedAt), d.ReviewDue ? $"DUE since {d.ReviewOn}" : d.ReviewOn, d.Title, Answer.Phrase(d.Kind), d.Current ? $"{d.Revision}" : $"{d.Revision}, replaced",
                    d.OwnerName, $"{d.Attachment.FileName}, {Size(d.Attachment.SizeBytes)}", d.Attachment.AttachmentId, d.DocumentId,
                ]));
        });
    }

    private static Argument<string> Id() => new("file-id") { Description = "'./desk files list' shows ids." };
}
