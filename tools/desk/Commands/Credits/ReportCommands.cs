using System.CommandLine;
using System.Globalization;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Output;

namespace CoretimeDesk.Desk.Commands.Credits;

/// <summary><c>./desk credits report</c> and <c>export</c>.</summary>
internal static class ReportCommands
{
    private static readonly string[] Columns = ["month", "requested", "awarded", "refused", "activated", "lapsed", "expired", "revoked", "value awarded", "spent", "used", "lapsed value", "credit-to-paid"];

    public static Command Report()
    {
        var (programme, from, to) = (CreditsCall.Programme(), From(), To());
        return CreditsCall.Make("report", "Count a programme's results over months, as of now: utilisation, lapse, cost per paid customer, credit-to-paid. Example: ./desk credits report P-000001 --from 2026-07 --to 2026-12", [programme, from, to], async (r, call, cancellation) =>
        {
            var of = (await call.ProgrammeAsync(r, r.GetValue(programme)!, cancellation)).Programme;
            var answer = await call.LedgerAsync(r, (c, o) => c.GetReportAsync(new() { ProgrammeId = of.ProgrammeId, FromMonth = r.GetValue(from) ?? "", ToMonth = r.GetValue(to) ?? "" }, o), cancellation);
            call.Show(r, answer, screen => Show(screen, of, answer));
        });
    }

    public static Command Export()
    {
        var (programme, from, to) = (CreditsCall.Programme(), From(), To());
        var format = Words.Option<ReportFormat>("--format", "Markdown for people, CSV with every ledger entry and its block; Markdown when left out.");
        var output = new Option<string?>("--output", "-o") { Description = "Where to write it; without it, a file here that bears the programme's number and months.", HelpName = "FILE" };
        return CreditsCall.Make("export", "Write the treasury report of a programme, every amount with the block that it rests on. Example: ./desk credits export P-000001 --from 2026-07 --to 2026-12 --format csv", [programme, from, to, format, output], async (r, call, cancellation) =>
        {
            var of = (await call.ProgrammeAsync(r, r.GetValue(programme)!, cancellation)).Programme;
            var request = new ExportReportRequest
            {
                ProgrammeId = of.ProgrammeId, FromMonth = r.GetValue(from) ?? "", ToMonth = r.GetValue(to) ?? "", Format = r.GetValue(format) is { } word ? Words.Parse<ReportFormat>(word) : ReportFormat.Markdown,
            };
            var answer = await call.LedgerAsync(r, (c, o) => c.ExportReportAsync(request, o), cancellation);

            // The name comes from the service: only the last part of it is a file here.
            var path = r.GetValue(output) ?? Path.GetFileName(answer.FileName);
            try
            {
                await File.WriteAllBytesAsync(path, answer.Content.ToByteArray(), cancellation);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new DeskException($"--output: {path} cannot be written: {e.Message}", e);
            }

            call.Show(r, answer, screen => screen.Done($"{path}, {answer.Content.Length} bytes"));
        });
    }

    private static void Show(Screen screen, Programme of, GetReportResponse report)
    {
        Answer.Rows(screen, report.Months, "No month.", "", Columns, m =>
        [
            m.Month, Number(m.Requested), Number(m.Awarded), Number(m.Refused), Number(m.Activated), Number(m.Lapsed), Number(m.Expired), Number(m.Revoked),
            ProgrammeView.Money(of, m.AwardedPlanck), ProgrammeView.Money(of, m.SpentPlanck), ProgrammeView.Money(of, m.UsedPlanck), ProgrammeView.Money(of, m.LapsedPlanck), Paid(m),
        ]);
        screen.Line($"Utilisation {ProgrammeView.Percent(report.UtilisationBp)}: {ProgrammeView.Money(of, report.EndedUsed)} used of {ProgrammeView.Money(of, report.EndedValue)} in tranches that were open and have ended.");
        screen.Line($"Cost per paid customer {(report.CostPerPaidCustomer.Length > 0 ? ProgrammeView.Money(of, report.CostPerPaidCustomer) : "–")}: {report.PaidCustomers} customers of grants activated in these months pay by themselves.");
        ProgrammeView.Balances(screen, of.Token, report.Balances);
        screen.Note($"As of {Answer.Date(report.AsOf)}. Late facts change months that are over; \"so far\" means that 120 days have not passed since the month's end.");
    }

    /// <summary>Credit-to-paid: a month in which nothing was activated has none, which is not 0 %.</summary>
    private static string Paid(ReportMonth m) => m.PaidBase == 0 ? "–" : $"{ProgrammeView.Percent(Number((uint)((ulong)m.PaidWithin * 10_000 / m.PaidBase)))} ({m.PaidWithin} of {m.PaidBase}){(m.IsMature ? "" : ", so far")}";

    private static string Number(uint number) => number.ToString(CultureInfo.InvariantCulture);

    private static Option<string?> From() => new("--from") { Description = "The first month: 2026-07. The programme's first when left out.", HelpName = "MONTH" };

    private static Option<string?> To() => new("--to") { Description = "The last month, included. The present one when left out.", HelpName = "MONTH" };
}
