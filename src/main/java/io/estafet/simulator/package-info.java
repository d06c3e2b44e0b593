/**
 * A stand-in for the WhatsApp Cloud API: for the demo, for tests and for load tests. In the flow it is a stranger that
 * is reached over HTTP only; it imports nothing of ours and nobody imports it. It keeps WhatsApp's rules with code of
 * its own, and counts every one that a client breaks, so that it can prove that none is. One event loop owns all of
 * it. With a directory its books survive a restart; behaviour, report and statuses still to come do not.
 *
 * <h2>The API it plays</h2>
 *
 * {@code POST [/v23.0]/{phoneNumberId}/messages} and {@code /marketing_messages}, {@code GET
 * [/v23.0]/{wabaId}/message_templates} and {@code /phone_numbers} in pages, {@code GET [/v23.0]/{phoneNumberId}}. A
 * read needs a token that some number has (190), of a number in the same account (100, subcode 33). A send is checked
 * in this order: token (190), number (33, 133010), throughput (131057, 130429), body (100, 131008, 131009), template
 * (132001, 132015, 132016, 131062, 132000, 132012), fate of the person, window (131047), pair (131056), messaging
 * limit.
 *
 * <h2>Being told and asked</h2>
 *
 * <table>
 * <caption>Control API. Objects may come one by one or as an array; what is not understood is a 400 problem</caption>
 * <tr><td>{@code PUT /numbers}</td><td>{@code {phoneNumberId, wabaId, portfolio, token, displayPhoneNumber,
 * throughput: 80, registered: true}}</td></tr>
 * <tr><td>{@code PUT /portfolios}</td><td>{@code {id, messagingLimit: 250 | "unlimited"}}</td></tr>
 * <tr><td>{@code PUT /templates}</td><td>{@code {wabaId, name, language, category, status, components |
 * parameterCount}}</td></tr>
 * <tr><td>{@code PUT /behaviour}</td><td>all of it; what is left out takes its default. Fields: the records of {@link
 * io.estafet.simulator.Behaviour}</td></tr>
 * <tr><td>{@code PUT /clock}</td><td>{@code {offsetMillis: n}} or {@code {at: instant}}. Windows, limits and the pair
 * rate follow; timers and messages per second are real time</td></tr>
 * <tr><td>{@code POST /inbound}</td><td>{@code {from, phoneNumberId, text | message}}: opens the window, takes a token
 * of the throughput, is told</td></tr>
 * <tr><td>{@code POST /events}</td><td>{@code {type, ...}}, the next table</td></tr>
 * <tr><td>{@code GET /report}, {@code DELETE /report}</td><td>counters; the reset also empties the log, not the
 * books</td></tr>
 * <tr><td>{@code GET /log}</td><td>NDJSON, a line per request; {@code answer} 0: none was given</td></tr>
 * <tr><td>{@code DELETE /books}</td><td>forgets people: windows, limits, preferences, seen messages</td></tr>
 * <tr><td>bounds</td><td>8 MB for lists, 1 MB for other bodies, each within 10 s; 10,000 numbers, portfolios and
 * templates each; waits up to a day, hangs up to 4 min; webhooks to this machine only, unless other hosts were named at
 * the start; a log of 512 MB ({@code logDropped} in the report), 8 readers of it at once</td></tr>
 * <tr><td>{@code GET} of the others</td><td>what was put, without tokens and secrets</td></tr>
 * </table>
 *
 * <table>
 * <caption>Events: the books change first, then the webhook tells</caption>
 * <tr><td>{@code quality}</td><td>{@code phoneNumberId, event, throughput?, maintenanceMillis?} (131057
 * meanwhile)</td></tr>
 * <tr><td>{@code limit}</td><td>{@code portfolio, value}</td></tr>
 * <tr><td>{@code template}</td><td>{@code wabaId, name, language, event, reason?}</td></tr>
 * <tr><td>{@code template-quality}</td><td>{@code wabaId, name, language, event, previous?}</td></tr>
 * <tr><td>{@code template-category}</td><td>{@code wabaId, name, language, event}</td></tr>
 * <tr><td>{@code preference}</td><td>{@code phoneNumberId, person, value: stop | resume}</td></tr>
 * <tr><td>{@code account-error}</td><td>{@code phoneNumberId, code}</td></tr>
 * <tr><td>{@code raw}</td><td>{@code wabaId, field, value}</td></tr>
 * </table>
 *
 * <h2>Violations</h2>
 *
 * <table>
 * <caption>What each count means</caption>
 * <tr><td>{@code throughput}</td><td>requests that ended a second with more sends than throughput + max(1, 2 %), by
 * arrival. Answers are less strict: 130429 only when a bucket of one second's worth is empty</td></tr>
 * <tr><td>{@code pair}</td><td>requests beyond one per 6 s, burst 45, from a number to a person</td></tr>
 * <tr><td>{@code limit}</td><td>templates outside the window to a person beyond the portfolio's limit of the moving 24
 * h. A failed status gives the place back</td></tr>
 * <tr><td>{@code limitDelivered}</td><td>the same, counting the people reached, at the second that the status
 * tells</td></tr>
 * <tr><td>{@code window}</td><td>free-form to someone who did not write to this number in 24 h</td></tr>
 * <tr><td>{@code template}</td><td>templates that are unknown or not approved; not in the grace after a
 * change</td></tr>
 * <tr><td>{@code duplicates}</td><td>ids accepted again while an earlier acceptance had not failed; the id is the
 * callback data before its last dot</td></tr>
 * </table>
 *
 * <h2>Magic recipients</h2>
 *
 * <table>
 * <caption>The last two digits of {@code to} choose a fate, unless {@code magic} is false. All others are
 * ordinary</caption>
 * <tr><td>15</td><td>template: held for quality assessment, then failed 132015</td></tr>
 * <tr><td>16</td><td>first of every two tries refused with 131016</td></tr>
 * <tr><td>26</td><td>failed 131026</td></tr>
 * <tr><td>29</td><td>first of every two tries refused with 130429</td></tr>
 * <tr><td>30</td><td>refused with 131030</td></tr>
 * <tr><td>49</td><td>marketing outside the window: failed 131049 for 24 h from the first</td></tr>
 * <tr><td>50</td><td>marketing: failed 131050</td></tr>
 * <tr><td>53</td><td>failed 131053</td></tr>
 * <tr><td>56</td><td>first of every two tries refused with 131056</td></tr>
 * <tr><td>60</td><td>sent, never delivered</td></tr>
 * <tr><td>61</td><td>accepted, nothing is ever told</td></tr>
 * <tr><td>62</td><td>read without delivered</td></tr>
 * <tr><td>63</td><td>every status twice</td></tr>
 * <tr><td>64</td><td>read, then delivered, then sent</td></tr>
 * <tr><td>65</td><td>accepted, no answer</td></tr>
 * <tr><td>66</td><td>accepted, answered 502 with a gateway's page</td></tr>
 * <tr><td>67</td><td>accepted, connection cut</td></tr>
 * <tr><td>69</td><td>accepted, malformed answer</td></tr>
 * <tr><td>70</td><td>template: held for quality assessment, then ordinary</td></tr>
 * <tr><td>72</td><td>marketing outside the window: failed 130472</td></tr>
 * <tr><td>97</td><td>refused with 130497</td></tr>
 * </table>
 */
@NullMarked
package io.estafet.simulator;

import org.jspecify.annotations.NullMarked;
