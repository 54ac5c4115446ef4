using System.Globalization;
using System.Text;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;

namespace CoretimeDesk.Hosting;

/// <summary>Answers a gRPC call from a middleware, before gRPC itself has looked at it.</summary>
internal static class GrpcRefusal
{
    /// <summary>Writes a response of headers only, which gRPC reads as a finished call with this status.</summary>
    public static Task WriteAsync(HttpResponse response, Google.Rpc.Status status)
    {
        response.StatusCode = StatusCodes.Status200OK; // As in every gRPC answer: the status of the call is another header.
        response.ContentType = "application/grpc";
        response.Headers["grpc-status"] = status.Code.ToString(CultureInfo.InvariantCulture);
        response.Headers["grpc-message"] = PercentEncode(status.Message);
        response.Headers[Refusals.DetailsTrailer] = Convert.ToBase64String(status.ToByteArray());
        return response.CompleteAsync();
    }

    // gRPC's own percent-encoding: everything but printable ASCII, and the percent sign.
    private static string PercentEncode(string message)
    {
        var text = new StringBuilder(message.Length);
        foreach (var b in Encoding.UTF8.GetBytes(message))
        {
            if (b is >= 0x20 and <= 0x7E and not (byte)'%')
            {
                text.Append((char)b);
            }
            else
            {
                text.Append('%').Append(b.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }
}
