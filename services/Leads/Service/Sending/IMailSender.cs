namespace CoretimeDesk.Leads.Sending;

/// <summary>One message to one person. Its id is made from the touch, so that a second copy could be recognised as one.</summary>
public sealed record Mail(string MessageId, string ToName, string ToAddress, string FromName, string Subject, string Text);

/// <summary>What became of a message.</summary>
public abstract record SendResult
{
    /// <summary>The mail server has taken it.</summary>
    public sealed record Sent : SendResult;

    /// <summary>Certainly not sent; later it may be.</summary>
    public sealed record NotNow(string Why) : SendResult;

    /// <summary>Certainly not sent, and it will not be.</summary>
    public sealed record Refused(string Why) : SendResult;

    /// <summary>The connection broke after the text went out: it may have been sent.</summary>
    public sealed record Unclear(string Why) : SendResult;
}

/// <summary>Sends e-mail. It tries once and says what it knows; it throws nothing but cancellation.</summary>
public interface IMailSender
{
    /// <summary>Off: nothing is sent, and e-mails are tasks for people.</summary>
    bool IsOn { get; }

    /// <summary>Sends it. Ends, whatever happens, within <see cref="LongestAttempt"/>.</summary>
    Task<SendResult> SendAsync(Mail mail, CancellationToken stop);

    /// <summary>After that an attempt is over for certain, and one that left no result is unclear.</summary>
    static readonly TimeSpan LongestAttempt = TimeSpan.FromMinutes(2);
}

/// <summary>Nothing is sent: demo mode, or no mail server was named.</summary>
internal sealed class NoMail : IMailSender
{
    public bool IsOn => false;

    public Task<SendResult> SendAsync(Mail mail, CancellationToken stop) => Task.FromResult<SendResult>(new SendResult.Refused("Sending is off."));
}
