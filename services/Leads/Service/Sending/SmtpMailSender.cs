using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace CoretimeDesk.Leads.Sending;

/// <summary>Sends by SMTP: one connection, one attempt, one message.</summary>
public sealed class SmtpMailSender(SmtpSettings settings, ILogger<SmtpMailSender> log) : IMailSender
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public bool IsOn => true;

    public async Task<SendResult> SendAsync(Mail mail, CancellationToken stop)
    {
        // Before this nothing can have been taken; from it on a broken connection leaves a doubt.
        var handed = false;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(IMailSender.LongestAttempt - Patience);
        try
        {
            using var message = Message(mail);
            using var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds };
            await client.ConnectAsync(settings.Host, settings.Port, settings.StartTls ? SecureSocketOptions.StartTls : SecureSocketOptions.None, patience.Token);
            if (settings.User.Length > 0)
            {
                await client.AuthenticateAsync(settings.User, (await File.ReadAllTextAsync(settings.PasswordFile, patience.Token)).Trim(), patience.Token);
            }

            handed = true;
            await client.SendAsync(message, patience.Token);
            try
            {
                await client.DisconnectAsync(true, patience.Token);
            }
            catch (Exception e) when (e is ServiceNotConnectedException or IOException or ProtocolException or SocketException or OperationCanceledException)
            {
                // It has been taken; how we part does not matter.
            }

            return new SendResult.Sent();
        }
        catch (SmtpCommandException e)
        {
            // The server answered, and it was a no: 4xx for now, 5xx for good. No address in the text: it is kept.
            log.LogInformation("The mail server answered {Status} to {MessageId}.", (int)e.StatusCode, mail.MessageId);
            var why = $"The mail server answered {(int)e.StatusCode}.";
            return (int)e.StatusCode < 500 ? new SendResult.NotNow(why) : new SendResult.Refused(why);
        }
        catch (AuthenticationException)
        {
            return new SendResult.NotNow("The mail server does not accept the desk's name and password.");
        }
        catch (Exception e) when (e is IOException or SocketException or ProtocolException or ServiceNotConnectedException or SslHandshakeException or TimeoutException or OperationCanceledException or NotSupportedException or UnauthorizedAccessException)
        {
            log.LogWarning("Mail {MessageId} {Where}: {Error}.", mail.MessageId, handed ? "may have been sent" : "was not sent", e.GetType().Name);
            return handed ? new SendResult.Unclear("The connection to the mail server broke while the message was on its way.") : new SendResult.NotNow("The mail server could not be reached.");
        }
    }

    private MimeMessage Message(Mail mail)
    {
        var message = new MimeMessage
        {
            Subject = mail.Subject,
            MessageId = $"{mail.MessageId}@{settings.From.Domain}",
            Body = new TextPart("plain") { Text = $"{mail.Text}\n\n-- \nAnswer with one word, \"stop\", and we never write to you again.\n" },
        };
        message.From.Add(new MailboxAddress(mail.FromName, settings.From.Address));
        message.To.Add(new MailboxAddress(mail.ToName, mail.ToAddress));
        message.Headers.Add(HeaderId.ListUnsubscribe, $"<mailto:{settings.From.Address}?subject=stop>");
        return message;
    }
}
