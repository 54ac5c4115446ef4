namespace CoretimeDesk.Leads.Cadences;

/// <summary>The cadences that every desk begins with. They can be given new versions like any other.</summary>
public static class DefaultCadences
{
    /// <summary>Eight touches in 21 days by three channels, a last word, and 60 days of peace.</summary>
    public static CadenceTemplate Outbound { get; } = new(Guid.Parse("019349c5-0000-7000-8000-000000000001"), 1, "New outbound", CadenceKind.Outbound, 60,
    [
        Day(1, Channel.Email, "Coretime for {account}", "Hello {contact},\n\nmay I ask how {account} gets its blockspace, and until when?\n\n{rep}"),
        Day(2, Channel.Message, "Say hello where {account} talks", "One line, in public where they are used to it: who we are and why we ask."),
        Day(4, Channel.Call, "Call {contact}", "What do they run, and when do they need a core?"),
        Day(7, Channel.Email, "What a core would cost {account}", "Hello {contact},\n\nI can show what a core for {account} would need over a year. Shall I?\n\n{rep}"),
        Day(10, Channel.Call, "Call {contact} again", "Did the numbers arrive? Who else decides?"),
        Day(14, Channel.Message, "Send what {account} would build on", "A case of somebody like them, or an answer to what they asked in public."),
        Day(18, Channel.Call, "Call {contact} a last time", "Is this the wrong time, or the wrong person?"),
        Day(21, Channel.Email, "Shall I close this, {contact}?", "Hello {contact},\n\nI have not heard from you, so I shall not write again for now. A word is enough whenever {account} needs coretime.\n\n{rep}"),
    ]);

    /// <summary>Somebody asked: a call within four working hours, six touches in 14 days.</summary>
    public static CadenceTemplate Inbound { get; } = new(Guid.Parse("019349c5-0000-7000-8000-000000000002"), 1, "Inbound", CadenceKind.Inbound, 30,
    [
        Day(1, Channel.Call, "Call {contact} back", "They asked: answer what they asked, then ask what they run.") with { WorkingHours = 4 },
        Day(2, Channel.Email, "Your question about coretime", "Hello {contact},\n\nthank you for asking. When may I call you about {account}?\n\n{rep}"),
        Day(4, Channel.Call, "Call {contact} again", "What do they need, and by when?"),
        Day(7, Channel.Message, "Write where {contact} asked", "A short answer, and an offer to talk."),
        Day(10, Channel.Email, "Still thinking about coretime?", "Hello {contact},\n\nis there anything that {account} still needs to know?\n\n{rep}"),
        Day(14, Channel.Call, "Call {contact} a last time", "Is it still open? When shall we ask again?"),
    ]);

    /// <summary>After a quote: days 1, 3 and 7, and two days before it expires.</summary>
    public static CadenceTemplate PostQuote { get; } = new(Guid.Parse("019349c5-0000-7000-8000-000000000003"), 1, "After a quote", CadenceKind.PostQuote, 0,
    [
        Day(1, Channel.Call, "Did the quote reach {contact}?", "Is it what they asked for? Who signs?"),
        Day(3, Channel.Email, "Our quote for {account}", "Hello {contact},\n\nis anything in the quote unclear?\n\n{rep}"),
        Day(7, Channel.Call, "What keeps {account} from deciding?", "Price, time, or somebody who has not been asked?"),
        new(StepTiming.BeforeAnchor, 48, Channel.Email, "The quote for {account} expires in two days", "Hello {contact},\n\nthe quote ends in two days, and the price with it. Do you want it?\n\n{rep}"),
    ]);

    /// <summary>Before the interlude ends, 14, 7, 3 and 1 days; then every day until the lead-in is over.</summary>
    public static CadenceTemplate Renewal { get; } = new(Guid.Parse("019349c5-0000-7000-8000-000000000004"), 1, "Renewal", CadenceKind.Renewal, 0,
    [
        Before(14, Channel.Email, "Two weeks to renew {account}'s core", "Hello {contact},\n\nthe core can be renewed for two more weeks before others may buy it. Is that planned?\n\n{rep}"),
        Before(7, Channel.Call, "One week to renew {account}'s core", "Is the account funded? Who sends the renewal?"),
        Before(3, Channel.Email, "Three days to renew {account}'s core", "Hello {contact},\n\nthree days are left to renew before others may buy.\n\n{rep}"),
        Before(1, Channel.Call, "One day to renew {account}'s core", "Call until somebody with the key answers."),
        new(StepTiming.DailyAfterAnchor, 0, Channel.Call, "{account}'s core is not renewed", "Cores are on sale to everybody: renew or buy today."),
    ]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<CadenceTemplate> All { get; } = [Outbound, Inbound, PostQuote, Renewal];

    private static CadenceStep Day(int day, Channel channel, string subject, string body) => new(StepTiming.Day, day, channel, subject, body);

    private static CadenceStep Before(int days, Channel channel, string subject, string body) => new(StepTiming.BeforeAnchor, days * 24, channel, subject, body);
}
