using System.Net;
using System.Net.Sockets;
using CoretimeDesk.Leads.Sending;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;

namespace CoretimeDesk.Leads.Tests.Sending;

/// <summary>A mail server on a socket, which answers as told and hangs up where told.</summary>
public sealed class SendingBySmtp
{
    [Theory]
    [InlineData("", "", "Sent")]
    [InlineData("RCPT", "550 no such person", "Refused")]
    [InlineData("RCPT", "451 later", "NotNow")]
    [InlineData("MAIL", "421 too busy", "NotNow")]
    [InlineData("DATA", "554 no", "Refused")]
    [InlineData(".", "452 full", "NotNow")]
    [InlineData(".", "", "Unclear")]
    public async Task What_the_server_says_decides_and_a_broken_line_leaves_a_doubt(string command, string answer, string expected)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var server = ServeAsync(listener, command, answer);
        var settings = new SmtpSettings
        {
            Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port, User = "", PasswordFile = "", From = new MailboxAddress("", "desk@aleph.xyz"), StartTls = false,
        };
        var result = await new SmtpMailSender(settings, NullLogger<SmtpMailSender>.Instance).SendAsync(new("abc.1", "Dana", "dana@aleph.xyz", "Rita", "Hello", "Text"), CancellationToken.None);
        Assert.Equal(expected, result.GetType().Name);
        var text = await server;
        if (expected == "Sent")
        {
            Assert.Contains("Message-Id: <abc.1@aleph.xyz>", text, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("List-Unsubscribe: <mailto:desk@aleph.xyz?subject=stop>", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_a_server_nothing_was_sent_for_certain()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        var settings = new SmtpSettings { Host = "127.0.0.1", Port = port, User = "", PasswordFile = "", From = new MailboxAddress("", "desk@aleph.xyz"), StartTls = false };
        Assert.IsType<SendResult.NotNow>(await new SmtpMailSender(settings, NullLogger<SmtpMailSender>.Instance).SendAsync(new("abc.1", "Dana", "dana@aleph.xyz", "Rita", "Hello", "Text"), CancellationToken.None));
    }

    private static async Task<string> ServeAsync(TcpListener listener, string at, string answer)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        await using var writer = new StreamWriter(stream) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 sink");
        var (text, inText) = (new System.Text.StringBuilder(), false);
        while (await reader.ReadLineAsync() is { } line)
        {
            text.AppendLine(line);
            if (inText && line != ".")
            {
                continue;
            }

            inText = false;
            if (at.Length > 0 && line.StartsWith(at, StringComparison.OrdinalIgnoreCase))
            {
                if (answer.Length == 0)
                {
                    break;
                }

                await writer.WriteLineAsync(answer);
                continue;
            }

            inText = line == "DATA";
            await writer.WriteLineAsync(inText ? "354 go on" : "250 ok");
            if (line == "QUIT")
            {
                break;
            }
        }

        return text.ToString();
    }
}
