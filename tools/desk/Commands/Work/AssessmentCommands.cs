using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Desk.Commands.Work;

/// <summary><c>./desk assessments</c></summary>
internal static class AssessmentCommands
{
    private static readonly string[] Columns = ["written", "counts until", "number", "version", "verdict", "core-periods", "supply", "needed", "by", "SHA-256", "id"];

    public static Command Make() => new("assessments", "What solution engineers find out about a customer's technical need. There is no price in here.")
    {
        Write(), Example(), Show(), List(), Current(), Withdraw(),
        AssessmentQueueCommands.Queue(), AssessmentQueueCommands.Ask(), AssessmentQueueCommands.Take(), AssessmentQueueCommands.GiveBack(),
    };

    private static Command Write()
    {
        var account = new Option<string?>("--account") { Description = "A new assessment of this account, by number (A-2026-000017) or id." };
        var lead = new Option<string?>("--lead") { Description = "Of this lead alone, by id; without it, of the account as a whole." };
        var revises = new Option<string?>("--revises") { Description = "Instead of --account: the next version of this one, by the newest version's id." };
        var attachments = new Option<string[]>("--attachment") { Description = "A file of the account, by id; repeat it, at most 20. './desk files list' shows ids." };
        var days = new Option<int>("--valid-days") { Description = "For how many days it counts, 1 to 365.", DefaultValueFactory = _ => 90 };
        var form = new AssessmentFormOptions();
        return LeadsCall.Make(
            "write", "Enter an assessment, or the next version of one. The form comes from a file, from options, or from a file with options over it.",
            [account, revises, lead, .. form.All, attachments, days], async (r, call, cancellation) =>
            {
                if (r.GetValue(account) is null == r.GetValue(revises) is null)
                {
                    throw new DeskException("--account: give it for a new assessment, or --revises for the next version of one; one of the two.");
                }

                if (r.GetValue(lead) is not null && r.GetValue(revises) is not null)
                {
                    throw new DeskException("--lead: leave it out with --revises; the next version is of what the one before was of.");
                }

                var request = new WriteAssessmentRequest
                {
                    RequestId = SessionCommands.NewId(),
                    LeadId = r.GetValue(lead) ?? "",
                    Revises = r.GetValue(revises) ?? "",
                    Form = form.Read(r),
                    AttachmentIds = { r.GetValue(attachments) ?? [] },
                    ValidDays = r.GetValue(days),
                };
                request.AccountId = r.GetValue(account) is { } of ? (await call.FindAsync(r, of, cancellation)).Account.AccountId : "";
                var answer = await call.SendAsync(r, (c, o) => Client(c).WriteAssessmentAsync(request, o), cancellation);
                call.Show(r, answer, screen =>
                {
                    var a = answer.Assessment;
                    screen.Done($"On {Answer.Date(a.WrittenAt)}: {a.Number} version {a.Revision} of {a.AccountNumber} {a.AccountName}, {Answer.Phrase(a.Form.Verdict)}; counts until {Answer.Date(a.ValidUntil)} ({a.AssessmentId})");
                    screen.Note($"SHA-256 {a.Sha256}, for quotes to refer to.");
                });
            });
    }

    private static Command Example()
    {
        var command = new Command("example", "Print a form as 'write --form' reads it, to be changed and used.");
        command.SetAction(_ => Answer.Show(AssessmentFormOptions.Example, asJson: true, _ => { }));
        return command;
    }

    private static Command Show()
    {
        var assessment = new Argument<string>("assessment") { Description = "A version's id or SHA-256; './desk assessments list' shows both." };
        var canonical = new Option<bool>("--canonical") { Description = "Print the text that was hashed and nothing else: '| sha256sum' gives the digest." };
        return LeadsCall.Make("show", "Show a version: core-periods, regions and dates, and then the rest.", [assessment, canonical], async (r, call, cancellation) =>
        {
            var text = r.GetValue(assessment)!;
            var request = Guid.TryParse(text, out _) ? new GetAssessmentRequest { AssessmentId = text }
                : text.Length == 64 && text.All(char.IsAsciiHexDigit) ? new GetAssessmentRequest { Sha256 = text.ToLowerInvariant() }
                : throw new DeskException($"assessment: '{(text.Length > 60 ? text[..60] + "…" : text)}' is neither an id nor a SHA-256 (64 hexadecimal digits); './desk assessments list' shows both.");
            var answer = await call.SendAsync(r, (c, o) => Client(c).GetAssessmentAsync(request, o), cancellation);
            if (r.GetValue(canonical))
            {
                // Byte for byte: with a line end more, it would have another digest.
                await using var output = Console.OpenStandardOutput();
                await output.WriteAsync(System.Text.Encoding.UTF8.GetBytes(answer.Assessment.Canonical), cancellation);
                return;
            }

            call.Show(r, answer, screen => AssessmentView.Show(screen, answer.Assessment));
        });
    }

    private static Command List()
    {
        var account = LeadsCall.Account();
        var (size, page) = AccountCommands.Paging();
        return LeadsCall.Make("list", "List an account's versions, newest first.", [account, size, page], async (r, call, cancellation) =>
        {
            var request = new ListAssessmentsRequest { AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId, PageSize = r.GetValue(size), PageToken = r.GetValue(page) ?? "" };
            var answer = await call.SendAsync(r, (c, o) => Client(c).ListAssessmentsAsync(request, o), cancellation);
            call.Show(r, answer, screen => Answer.Rows(
                screen, answer.Assessments, "No solution engineer has assessed this customer yet.", answer.NextPageToken, Columns, a =>
                [
                    Answer.Date(a.WrittenAt), AssessmentView.Until(a), a.Number, $"{a.Revision}", Answer.Phrase(a.Form.Verdict), $"{a.Form.CorePeriods}", Answer.Phrase(a.Form.Supply),
                    $"{a.Form.StartsOn} to {a.Form.EndsOn}", a.WrittenBy, a.Sha256, a.AssessmentId,
                ]));
        });
    }

    private static Command Current()
    {
        var account = LeadsCall.Account();
        var lead = new Option<string?>("--lead") { Description = "The one of this lead, by id, or else of the account as a whole." };
        return LeadsCall.Make("current", "Show the version that counts now, or say why none does.", [account, lead], async (r, call, cancellation) =>
        {
            var request = new GetCurrentAssessmentRequest { AccountId = (await call.AccountAsync(r, account, cancellation)).AccountId, LeadId = r.GetValue(lead) ?? "" };
            var answer = await call.SendAsync(r, (c, o) => Client(c).GetCurrentAssessmentAsync(request, o), cancellation);
            call.Show(r, answer, screen =>
            {
                if (answer.Assessment is { } a)
                {
                    AssessmentView.Show(screen, a);
                }
                else
                {
                    screen.Warn($"None counts now. {answer.WhyNone}");
                }
            });
        });
    }

    private static Command Withdraw()
    {
        var id = new Argument<string>("assessment-id") { Description = "'./desk assessments list' shows ids." };
        var reason = new Argument<string>("reason") { Description = "Why it counts no more, at most 500 characters." };
        return LeadsCall.Make("withdraw", "Take a version back. It counts no more, and stays readable. For solution engineers and the head of sales.", [id, reason], async (r, call, cancellation) =>
        {
            var request = new WithdrawAssessmentRequest { RequestId = SessionCommands.NewId(), AssessmentId = r.GetValue(id)!, Reason = r.GetValue(reason)! };
            var answer = await call.SendAsync(r, (c, o) => Client(c).WithdrawAssessmentAsync(request, o), cancellation);
            var a = answer.Assessment;
            call.Show(r, answer, screen => screen.Done($"On {Answer.Date(a.WithdrawnAt)}: {a.Number} version {a.Revision} of {a.AccountNumber} {a.AccountName} is withdrawn."));
        });
    }

    private static AssessmentsService.AssessmentsServiceClient Client(Grpc.Net.Client.GrpcChannel channel) => new(channel);
}
