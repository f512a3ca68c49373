using RawHttp.Cli.Views;
using RawHttp.Client;
using RawHttp.Http;

namespace RawHttp.Cli.Commands.Read;

/// <summary>The options of <c>read</c>.</summary>
/// <param name="View">What to show.</param>
/// <param name="Limits">How much is read at most.</param>
/// <param name="Requests">The requests that the responses answer; null if none is known.</param>
/// <param name="Fail">Whether a status of 400 or more is an error.</param>
/// <param name="Verbose">Whether to say more.</param>
internal sealed record ReadOptions(
    ViewOptions View, MessageLimits Limits, IEnumerable<SentRequest>? Requests, bool Fail, bool Verbose);
