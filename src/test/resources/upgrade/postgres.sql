-- Taken at 2026-11-30T17:01:15.694056268Z
COPY consent (portfolio, person, marketing, marketing_at, utility, utility_at, authentication, authentication_at, stopped, stopped_at) FROM stdin;
upgrade-full	1	1	2026-11-30 17:00:30.752737+00	1	2026-11-30 17:00:30.752737+00	1	2026-11-30 17:00:30.752737+00	f	\N
upgrade-full	2	1	2026-11-30 17:00:31.321356+00	1	2026-11-30 17:00:31.321356+00	1	2026-11-30 17:00:31.321356+00	f	\N
upgrade-full	3	1	2026-11-30 17:00:31.815793+00	1	2026-11-30 17:00:31.815793+00	1	2026-11-30 17:00:31.815793+00	f	\N
upgrade-full	4	1	2026-11-30 17:00:36.066344+00	1	2026-11-30 17:00:36.066344+00	1	2026-11-30 17:00:36.066344+00	f	\N
upgrade-full	5	1	2026-11-30 17:00:37.1747+00	1	2026-11-30 17:00:37.1747+00	1	2026-11-30 17:00:37.1747+00	f	\N
upgrade-full	6	1	2026-11-30 17:01:05.892896+00	1	2026-11-30 17:01:05.892896+00	1	2026-11-30 17:01:05.892896+00	f	\N
upgrade-open	1	1	2026-11-30 17:00:11.058634+00	1	2026-11-30 17:00:11.058634+00	1	2026-11-30 17:00:11.058634+00	f	\N
upgrade-open	2	2	2026-11-30 17:00:29.461124+00	0	2026-11-30 17:00:11.328879+00	0	2026-11-30 17:00:11.328879+00	f	\N
upgrade-open	3	1	2026-11-30 17:00:11.511538+00	1	2026-11-30 17:00:11.511538+00	1	2026-11-30 17:00:11.511538+00	f	\N
upgrade-open	4	1	2026-11-30 17:00:15.098559+00	1	2026-11-30 17:00:15.098559+00	1	2026-11-30 17:00:15.098559+00	f	\N
upgrade-open	5	1	2026-11-30 17:00:15.687196+00	1	2026-11-30 17:00:15.687196+00	1	2026-11-30 17:00:15.687196+00	f	\N
upgrade-open	6	1	2026-11-30 17:00:16.390738+00	1	2026-11-30 17:00:16.390738+00	1	2026-11-30 17:00:16.390738+00	f	\N
upgrade-open	7	1	2026-11-30 17:00:16.903397+00	1	2026-11-30 17:00:16.903397+00	1	2026-11-30 17:00:16.903397+00	f	\N
upgrade-open	8	1	2026-11-30 17:00:17.949729+00	1	2026-11-30 17:00:17.949729+00	1	2026-11-30 17:00:17.949729+00	f	\N
upgrade-open	10	1	2026-11-30 17:00:19.533494+00	1	2026-11-30 17:00:19.533494+00	1	2026-11-30 17:00:19.533494+00	f	\N
upgrade-open	11	1	2026-11-30 17:00:20.321447+00	1	2026-11-30 17:00:20.321447+00	1	2026-11-30 17:00:20.321447+00	f	\N
upgrade-open	12	1	2026-11-30 17:00:21.690274+00	1	2026-11-30 17:00:21.690274+00	1	2026-11-30 17:00:21.690274+00	f	\N
upgrade-open	13	1	2026-11-30 17:00:32.342725+00	1	2026-11-30 17:00:32.342725+00	1	2026-11-30 17:00:32.342725+00	f	\N
upgrade-open	14	1	2026-11-30 17:00:32.919525+00	1	2026-11-30 17:00:32.919525+00	1	2026-11-30 17:00:32.919525+00	f	\N
upgrade-open	15	1	2026-11-30 17:00:36.542684+00	1	2026-11-30 17:00:36.542684+00	1	2026-11-30 17:00:36.542684+00	f	\N
upgrade-open	16	1	2026-11-30 17:00:37.517817+00	1	2026-11-30 17:00:37.517817+00	1	2026-11-30 17:00:37.517817+00	f	\N
upgrade-open	17	1	2026-11-30 17:00:39.356326+00	1	2026-11-30 17:00:39.356326+00	1	2026-11-30 17:00:39.356326+00	f	\N
upgrade-open	18	1	2026-11-30 17:00:39.79423+00	1	2026-11-30 17:00:39.79423+00	1	2026-11-30 17:00:39.79423+00	f	\N
upgrade-open	19	1	2026-11-30 17:00:40.44477+00	1	2026-11-30 17:00:40.44477+00	1	2026-11-30 17:00:40.44477+00	f	\N
upgrade-open	20	1	2026-11-30 17:00:40.871102+00	1	2026-11-30 17:00:40.871102+00	1	2026-11-30 17:00:40.871102+00	f	\N
upgrade-open	21	1	2026-11-30 17:00:41.192627+00	1	2026-11-30 17:00:41.192627+00	1	2026-11-30 17:00:41.192627+00	f	\N
upgrade-open	22	1	2026-11-30 17:00:42.927007+00	1	2026-11-30 17:00:42.927007+00	1	2026-11-30 17:00:42.927007+00	f	\N
upgrade-open	23	1	2026-11-30 17:00:47.353396+00	1	2026-11-30 17:00:47.353396+00	1	2026-11-30 17:00:47.353396+00	f	\N
upgrade-open	24	1	2026-11-30 17:00:48.007041+00	1	2026-11-30 17:00:48.007041+00	1	2026-11-30 17:00:48.007041+00	f	\N
upgrade-open	25	1	2026-11-30 17:00:48.367568+00	1	2026-11-30 17:00:48.367568+00	1	2026-11-30 17:00:48.367568+00	f	\N
upgrade-open	26	2	2026-11-30 17:01:13.35663+00	2	2026-11-30 17:01:13.35663+00	2	2026-11-30 17:01:13.35663+00	f	\N
upgrade-open	27	1	2026-11-30 17:01:01.881872+00	1	2026-11-30 17:01:01.881872+00	1	2026-11-30 17:01:01.881872+00	f	\N
upgrade-open	28	1	2026-11-30 17:01:02.5439+00	1	2026-11-30 17:01:02.5439+00	1	2026-11-30 17:01:02.5439+00	f	\N
upgrade-open	29	1	2026-11-30 17:01:13.592722+00	1	2026-11-30 17:01:13.592722+00	1	2026-11-30 17:01:13.592722+00	f	\N
upgrade-open	30	1	2026-11-30 17:01:03.271039+00	1	2026-11-30 17:01:03.271039+00	1	2026-11-30 17:01:03.271039+00	f	\N
upgrade-open	31	1	2026-11-30 17:01:03.82023+00	1	2026-11-30 17:01:03.82023+00	1	2026-11-30 17:01:03.82023+00	f	\N
upgrade-open	32	1	2026-11-30 17:01:04.331326+00	1	2026-11-30 17:01:04.331326+00	1	2026-11-30 17:01:04.331326+00	f	\N
upgrade-open	33	1	2026-11-30 17:01:04.848838+00	1	2026-11-30 17:01:04.848838+00	1	2026-11-30 17:01:04.848838+00	f	\N
upgrade-open	34	1	2026-11-30 17:01:06.809315+00	1	2026-11-30 17:01:06.809315+00	1	2026-11-30 17:01:06.809315+00	f	\N
upgrade-open	35	1	2026-11-30 17:01:07.253476+00	1	2026-11-30 17:01:07.253476+00	1	2026-11-30 17:01:07.253476+00	f	\N
upgrade-open	36	1	2026-11-30 17:01:07.893146+00	1	2026-11-30 17:01:07.893146+00	1	2026-11-30 17:01:07.893146+00	f	\N
upgrade-open	37	1	2026-11-30 17:01:08.132742+00	1	2026-11-30 17:01:08.132742+00	1	2026-11-30 17:01:08.132742+00	f	\N
upgrade-open	38	1	2026-11-30 17:01:08.399413+00	1	2026-11-30 17:01:08.399413+00	1	2026-11-30 17:01:08.399413+00	f	\N
upgrade-open	39	1	2026-11-30 17:01:08.708599+00	1	2026-11-30 17:01:08.708599+00	1	2026-11-30 17:01:08.708599+00	f	\N
upgrade-open	40	1	2026-11-30 17:01:09.092022+00	1	2026-11-30 17:01:09.092022+00	1	2026-11-30 17:01:09.092022+00	f	\N
upgrade-open	41	1	2026-11-30 17:01:09.83904+00	1	2026-11-30 17:01:09.83904+00	1	2026-11-30 17:01:09.83904+00	f	\N
upgrade-tight	1	1	2026-11-30 17:00:54.841739+00	1	2026-11-30 17:00:54.841739+00	1	2026-11-30 17:00:54.841739+00	f	\N
upgrade-tight	2	1	2026-11-30 17:00:55.378155+00	1	2026-11-30 17:00:55.378155+00	1	2026-11-30 17:00:55.378155+00	f	\N
upgrade-tight	3	1	2026-11-30 17:00:59.108926+00	1	2026-11-30 17:00:59.108926+00	1	2026-11-30 17:00:59.108926+00	f	\N
upgrade-tight	4	1	2026-11-30 17:00:59.695175+00	1	2026-11-30 17:00:59.695175+00	1	2026-11-30 17:00:59.695175+00	f	\N
upgrade-tight	5	1	2026-11-30 17:01:00.014316+00	1	2026-11-30 17:01:00.014316+00	1	2026-11-30 17:01:00.014316+00	f	\N
upgrade-tight	6	1	2026-11-30 17:01:00.461363+00	1	2026-11-30 17:01:00.461363+00	1	2026-11-30 17:01:00.461363+00	f	\N
upgrade-tight	7	1	2026-11-30 17:01:00.971924+00	1	2026-11-30 17:01:00.971924+00	1	2026-11-30 17:01:00.971924+00	f	\N
upgrade-tight	8	1	2026-11-30 17:01:01.388071+00	1	2026-11-30 17:01:01.388071+00	1	2026-11-30 17:01:01.388071+00	f	\N
\.

COPY consent_history (id, portfolio, person, category, status, source, at, recorded_at) FROM stdin;
1	upgrade-open	1	\N	1	upgrade	2026-11-30 17:00:11.058634+00	2026-11-30 17:00:11.238934+00
3	upgrade-open	3	\N	1	upgrade	2026-11-30 17:00:11.511538+00	2026-11-30 17:00:11.676907+00
4	upgrade-open	4	\N	1	upgrade	2026-11-30 17:00:15.098559+00	2026-11-30 17:00:15.22905+00
5	upgrade-open	5	\N	1	upgrade	2026-11-30 17:00:15.687196+00	2026-11-30 17:00:15.991333+00
6	upgrade-open	6	\N	1	upgrade	2026-11-30 17:00:16.390738+00	2026-11-30 17:00:16.541488+00
7	upgrade-open	7	\N	1	upgrade	2026-11-30 17:00:16.903397+00	2026-11-30 17:00:17.271285+00
8	upgrade-open	8	\N	1	upgrade	2026-11-30 17:00:17.949729+00	2026-11-30 17:00:18.169289+00
9	upgrade-open	10	\N	1	upgrade	2026-11-30 17:00:19.533494+00	2026-11-30 17:00:19.785988+00
10	upgrade-open	11	\N	1	upgrade	2026-11-30 17:00:20.321447+00	2026-11-30 17:00:20.459292+00
11	upgrade-open	12	\N	1	upgrade	2026-11-30 17:00:21.690274+00	2026-11-30 17:00:21.951526+00
13	upgrade-full	1	\N	1	upgrade	2026-11-30 17:00:30.752737+00	2026-11-30 17:00:30.948008+00
14	upgrade-full	2	\N	1	upgrade	2026-11-30 17:00:31.321356+00	2026-11-30 17:00:31.519577+00
15	upgrade-full	3	\N	1	upgrade	2026-11-30 17:00:31.815793+00	2026-11-30 17:00:31.97818+00
16	upgrade-open	13	\N	1	upgrade	2026-11-30 17:00:32.342725+00	2026-11-30 17:00:32.49617+00
17	upgrade-open	14	\N	1	upgrade	2026-11-30 17:00:32.919525+00	2026-11-30 17:00:33.052003+00
18	upgrade-full	4	\N	1	upgrade	2026-11-30 17:00:36.066344+00	2026-11-30 17:00:36.243425+00
19	upgrade-open	15	\N	1	upgrade	2026-11-30 17:00:36.542684+00	2026-11-30 17:00:36.746505+00
20	upgrade-full	5	\N	1	upgrade	2026-11-30 17:00:37.1747+00	2026-11-30 17:00:37.32773+00
21	upgrade-open	16	\N	1	upgrade	2026-11-30 17:00:37.517817+00	2026-11-30 17:00:37.672504+00
22	upgrade-open	17	\N	1	upgrade	2026-11-30 17:00:39.356326+00	2026-11-30 17:00:39.487102+00
23	upgrade-open	18	\N	1	upgrade	2026-11-30 17:00:39.79423+00	2026-11-30 17:00:39.965685+00
24	upgrade-open	19	\N	1	upgrade	2026-11-30 17:00:40.44477+00	2026-11-30 17:00:40.647178+00
25	upgrade-open	20	\N	1	upgrade	2026-11-30 17:00:40.871102+00	2026-11-30 17:00:41.004805+00
26	upgrade-open	21	\N	1	upgrade	2026-11-30 17:00:41.192627+00	2026-11-30 17:00:41.329353+00
27	upgrade-open	22	\N	1	upgrade	2026-11-30 17:00:42.927007+00	2026-11-30 17:00:43.069736+00
28	upgrade-open	23	\N	1	upgrade	2026-11-30 17:00:47.353396+00	2026-11-30 17:00:47.547367+00
29	upgrade-open	24	\N	1	upgrade	2026-11-30 17:00:48.007041+00	2026-11-30 17:00:48.130942+00
30	upgrade-open	25	\N	1	upgrade	2026-11-30 17:00:48.367568+00	2026-11-30 17:00:48.532774+00
31	upgrade-open	26	\N	1	upgrade	2026-11-30 17:00:54.531863+00	2026-11-30 17:00:54.780682+00
32	upgrade-tight	1	\N	1	upgrade	2026-11-30 17:00:54.841739+00	2026-11-30 17:00:55.002063+00
33	upgrade-tight	2	\N	1	upgrade	2026-11-30 17:00:55.378155+00	2026-11-30 17:00:55.557876+00
34	upgrade-tight	3	\N	1	upgrade	2026-11-30 17:00:59.108926+00	2026-11-30 17:00:59.243955+00
35	upgrade-tight	4	\N	1	upgrade	2026-11-30 17:00:59.695175+00	2026-11-30 17:00:59.830411+00
36	upgrade-tight	5	\N	1	upgrade	2026-11-30 17:01:00.014316+00	2026-11-30 17:01:00.182535+00
37	upgrade-tight	6	\N	1	upgrade	2026-11-30 17:01:00.461363+00	2026-11-30 17:01:00.701913+00
38	upgrade-tight	7	\N	1	upgrade	2026-11-30 17:01:00.971924+00	2026-11-30 17:01:01.094708+00
39	upgrade-tight	8	\N	1	upgrade	2026-11-30 17:01:01.388071+00	2026-11-30 17:01:01.538267+00
40	upgrade-open	27	\N	1	upgrade	2026-11-30 17:01:01.881872+00	2026-11-30 17:01:02.049868+00
41	upgrade-open	28	\N	1	upgrade	2026-11-30 17:01:02.5439+00	2026-11-30 17:01:02.678593+00
42	upgrade-open	30	\N	1	upgrade	2026-11-30 17:01:03.271039+00	2026-11-30 17:01:03.434557+00
43	upgrade-open	31	\N	1	upgrade	2026-11-30 17:01:03.82023+00	2026-11-30 17:01:03.95639+00
44	upgrade-open	32	\N	1	upgrade	2026-11-30 17:01:04.331326+00	2026-11-30 17:01:04.478911+00
45	upgrade-open	33	\N	1	upgrade	2026-11-30 17:01:04.848838+00	2026-11-30 17:01:05.017+00
46	upgrade-full	6	\N	1	upgrade	2026-11-30 17:01:05.892896+00	2026-11-30 17:01:06.038072+00
47	upgrade-open	34	\N	1	upgrade	2026-11-30 17:01:06.809315+00	2026-11-30 17:01:06.954381+00
48	upgrade-open	35	\N	1	upgrade	2026-11-30 17:01:07.253476+00	2026-11-30 17:01:07.451853+00
49	upgrade-open	36	\N	1	upgrade	2026-11-30 17:01:07.893146+00	2026-11-30 17:01:08.055835+00
50	upgrade-open	37	\N	1	upgrade	2026-11-30 17:01:08.132742+00	2026-11-30 17:01:08.323704+00
51	upgrade-open	38	\N	1	upgrade	2026-11-30 17:01:08.399413+00	2026-11-30 17:01:08.555418+00
52	upgrade-open	39	\N	1	upgrade	2026-11-30 17:01:08.708599+00	2026-11-30 17:01:08.985966+00
53	upgrade-open	40	\N	1	upgrade	2026-11-30 17:01:09.092022+00	2026-11-30 17:01:09.285544+00
54	upgrade-open	41	\N	1	upgrade	2026-11-30 17:01:09.83904+00	2026-11-30 17:01:10.007982+00
55	upgrade-open	26	\N	2	upgrade	2026-11-30 17:01:13.35663+00	2026-11-30 17:01:13.503232+00
56	upgrade-open	29	\N	1	upgrade	2026-11-30 17:01:13.592722+00	2026-11-30 17:01:13.722305+00
\.

COPY customer_window (portfolio, sender, person, ends_at) FROM stdin;
upgrade-open	106500000002003	11	2026-12-01 17:00:20+00
upgrade-open	106500000002004	23	2026-12-01 17:00:47+00
\.

COPY directory_version (single, version) FROM stdin;
t	39
\.

COPY erased_alias (portfolio, hash, person) FROM stdin;
upgrade-open	\\323\\324\\2345\\027S|\\222\\262\\370\\311\\005\\335\\341PBb\\366QhR\\032\\234\\3431\\252\\034j\\222\\010|P	2
\.

COPY event (seq, message_id, at, state, reason, attempt, began, detail) FROM stdin;
1	01a22d66-58fc-70e0-923c-efb27b567308	2026-11-30 17:00:12.567303+00	4	\N	1	2026-11-30 17:00:12.111+00	\N
2	01a22d66-58fc-70e0-923c-efb27b567308	2026-11-30 17:00:13+00	5	\N	1	2026-11-30 17:00:12.111+00	\N
3	01a22d66-66d1-7645-a661-7baa9cf1d7d6	2026-11-30 17:00:15.661969+00	4	\N	1	2026-11-30 17:00:15.549+00	\N
4	01a22d66-66d1-7645-a661-7baa9cf1d7d6	2026-11-30 17:00:15.661969+00	5	\N	1	2026-11-30 17:00:15.549+00	\N
5	01a22d66-69f1-7709-9a96-6ba8cbb65715	2026-11-30 17:00:16.341577+00	4	\N	1	2026-11-30 17:00:16.302+00	\N
6	01a22d66-69f1-7709-9a96-6ba8cbb65715	2026-11-30 17:00:16.341577+00	5	\N	1	2026-11-30 17:00:16.302+00	\N
7	01a22d66-6bbd-74a9-9ef3-e50113d244b9	2026-11-30 17:00:16.990691+00	4	\N	1	2026-11-30 17:00:16.896+00	\N
8	01a22d66-6bbd-74a9-9ef3-e50113d244b9	2026-11-30 17:00:17+00	6	\N	1	2026-11-30 17:00:16.896+00	\N
9	01a22d66-6f46-76ba-a163-e98fa094323f	2026-11-30 17:00:18.03864+00	4	\N	1	2026-11-30 17:00:17.957+00	\N
10	01a22d66-727f-77e0-8a79-f6881235216f	2026-11-30 17:00:18.735048+00	4	\N	1	2026-11-30 17:00:18.595+00	\N
11	01a22d66-7458-763f-9c14-b2c786a7b2da	2026-11-30 17:00:19.15982+00	4	\N	1	2026-11-30 17:00:19.049+00	\N
12	01a22d66-7458-763f-9c14-b2c786a7b2da	2026-11-30 17:00:19.15982+00	7	26	1	2026-11-30 17:00:19.049+00	(#131026) Message undeliverable
13	01a22d66-75e6-704c-aaa6-fa6d31f71262	2026-11-30 17:00:19.448+00	8	20	\N	\N	\N
14	01a22d66-7911-7253-aff4-99414d8f7c8c	2026-11-30 17:00:20.258+00	8	22	\N	\N	\N
15	01a22d66-7e8b-7732-8b97-4042a7fdb799	2026-11-30 17:00:21.61091+00	4	\N	1	2026-11-30 17:00:21.558+00	\N
16	01a22d66-7e8b-7732-8b97-4042a7fdb799	2026-11-30 17:00:21.61091+00	5	\N	1	2026-11-30 17:00:21.558+00	\N
17	01a22d66-81ac-7129-a948-78c8051f8c93	2026-11-30 17:00:22.528473+00	4	\N	1	2026-11-30 17:00:22.451+00	\N
18	01a22d66-81ac-7129-a948-78c8051f8c93	2026-11-30 17:00:22.528473+00	5	\N	1	2026-11-30 17:00:22.451+00	\N
19	01a22d66-83f7-745e-a25c-014cdc4e58f5	2026-11-30 17:00:23.173196+00	4	\N	1	2026-11-30 17:00:23.057+00	\N
20	01a22d66-83f7-745e-a25c-014cdc4e58f5	2026-11-30 17:00:23.173196+00	5	\N	1	2026-11-30 17:00:23.057+00	\N
21	01a22d66-a0cf-7634-a30e-be4f4ce04ebd	2026-11-30 17:00:30.35+00	1	9	\N	\N	\N
22	01a22d66-a449-7463-ba0d-c1fe54a964e7	2026-11-30 17:00:31.339416+00	4	\N	1	2026-11-30 17:00:31.254+00	\N
23	01a22d66-a449-7463-ba0d-c1fe54a964e7	2026-11-30 17:00:31.339416+00	5	\N	1	2026-11-30 17:00:31.254+00	\N
24	01a22d66-a66a-76ab-b4b2-5aaad60d3bd8	2026-11-30 17:00:31.858822+00	4	\N	1	2026-11-30 17:00:31.81+00	\N
25	01a22d66-a66a-76ab-b4b2-5aaad60d3bd8	2026-11-30 17:00:32+00	5	\N	1	2026-11-30 17:00:31.81+00	\N
26	01a22d66-a84d-73c1-92bf-224583627540	2026-11-30 17:00:32.377656+00	4	\N	1	2026-11-30 17:00:32.305+00	\N
27	01a22d66-a84d-73c1-92bf-224583627540	2026-11-30 17:00:32.377656+00	5	\N	1	2026-11-30 17:00:32.305+00	\N
28	01a22d66-aa73-72fa-ad0e-da8a93f314ed	2026-11-30 17:00:33.004513+00	4	\N	1	2026-11-30 17:00:32.915+00	\N
29	01a22d66-aa73-72fa-ad0e-da8a93f314ed	2026-11-30 17:00:33.004513+00	5	\N	1	2026-11-30 17:00:32.915+00	\N
30	01a22d66-acb1-715a-b679-eccf2a6a356d	2026-11-30 17:00:33.505785+00	4	\N	1	2026-11-30 17:00:33.454+00	\N
31	01a22d66-acb1-715a-b679-eccf2a6a356d	2026-11-30 17:00:33.505785+00	5	\N	1	2026-11-30 17:00:33.454+00	\N
32	01a22d66-b8d6-7672-9b79-f143a61afa18	2026-11-30 17:00:36.504+00	1	5	\N	\N	\N
33	01a22d66-bafb-717b-85c7-56ed989515a9	2026-11-30 17:00:37.052+00	1	6	\N	\N	\N
34	01a22d66-bcf4-755a-853c-6dde7e5fad26	2026-11-30 17:00:37.547+00	1	5	\N	\N	\N
35	01a22d66-be63-7597-9d99-5a96bcf90304	2026-11-30 17:00:37.973+00	1	6	\N	\N	\N
36	01a22d66-c58f-75c1-9a06-98e9cc85df3f	2026-11-30 17:00:39.884868+00	4	\N	1	2026-11-30 17:00:39.814+00	\N
37	01a22d66-c58f-75c1-9a06-98e9cc85df3f	2026-11-30 17:00:39.884868+00	1	8	1	2026-11-30 17:00:39.814+00	(#131049) This message was not delivered to maintain healthy ecosystem engagement.
38	01a22d66-c810-76fc-9a20-a9bd3e456bae	2026-11-30 17:00:40.482+00	4	\N	1	2026-11-30 17:00:40.435+00	held_for_quality_assessment
39	01a22d66-c9e8-7655-9216-9f5394d212ed	2026-11-30 17:00:40.883526+00	1	17	1	2026-11-30 17:00:40.849+00	(#131042) Business eligibility payment issue: Business eligibility payment issue
40	01a22d66-c810-76fc-9a20-a9bd3e456bae	2026-11-30 17:00:42+00	1	10	1	2026-11-30 17:00:40.435+00	(#132015) Template is Paused
41	01a22d66-c810-76fc-9a20-a9bd3e456bae	2026-11-30 17:00:42.913598+00	4	\N	2	2026-11-30 17:00:42.801+00	held_for_quality_assessment
42	01a22d66-d381-711f-b0ba-fe3e9d6aefe1	2026-11-30 17:00:43.315+00	1	10	\N	\N	\N
43	01a22d66-c810-76fc-9a20-a9bd3e456bae	2026-11-30 17:00:44+00	1	10	2	2026-11-30 17:00:42.801+00	(#132015) Template is Paused
44	01a22d66-c810-76fc-9a20-a9bd3e456bae	2026-11-30 17:00:45.217+00	1	10	2	\N	\N
45	01a22d66-cc7a-7141-8050-c5f843276bbd	2026-11-30 17:00:46.517519+00	10	\N	\N	\N	\N
46	01a22d66-e749-75e4-a161-0834b3758b07	2026-11-30 17:00:53.429857+00	3	\N	1	2026-11-30 17:00:48.397+00	no answer within the request's deadline
47	01a22d66-e8c7-728c-94cf-e528effcf7aa	2026-11-30 17:00:53.883266+00	3	\N	1	2026-11-30 17:00:48.807+00	no answer within the request's deadline
48	01a22d67-0236-729d-ad71-636cadfdb31e	2026-11-30 17:00:55.520907+00	4	\N	1	2026-11-30 17:00:55.387+00	\N
49	01a22d67-04d0-7137-8b92-d68e59269f6f	2026-11-30 17:00:56.568897+00	1	16	1	2026-11-30 17:00:56.407+00	(#130429) Rate limit hit: Too many messages sent from this phone number in a short period of time
50	01a22d67-04d0-7137-8b92-d68e59269f6f	2026-11-30 17:00:57.733344+00	4	\N	2	2026-11-30 17:00:57.685+00	\N
51	01a22d67-22f5-72e5-92e4-76b0f10daae7	2026-11-30 17:01:05.482+00	9	35	\N	\N	\N
52	01a22d67-2d44-7641-8389-f0374d555b39	2026-11-30 17:01:06.314+00	1	5	\N	\N	\N
\.

COPY flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by, installed_on, execution_time, success) FROM stdin;
1	0001	journal	SQL	V0001__journal.sql	1754991675	estafet	2026-11-30 16:59:36.738628	470	t
2	0002	people	SQL	V0002__people.sql	-915243585	estafet	2026-11-30 16:59:37.665041	142	t
3	0003	directory	SQL	V0003__directory.sql	-393686347	estafet	2026-11-30 16:59:37.934304	208	t
4	0004	webhooks	SQL	V0004__webhooks.sql	-1563166547	estafet	2026-11-30 16:59:38.225111	78	t
5	0005	list places	SQL	V0005__list_places.sql	-564263782	estafet	2026-11-30 16:59:38.359692	30	t
6	0006	lessons	SQL	V0006__lessons.sql	1356033098	estafet	2026-11-30 16:59:38.428932	89	t
7	0007	paid debts	SQL	V0007__paid_debts.sql	1671323633	estafet	2026-11-30 16:59:38.59029	15	t
8	0008	template bounds	SQL	V0008__template_bounds.sql	-1103152624	estafet	2026-11-30 16:59:38.647654	126	t
9	0009	webhook progress	SQL	V0009__webhook_progress.sql	-297661056	estafet	2026-11-30 16:59:38.835329	26	t
10	0010	left accounts	SQL	V0010__left_accounts.sql	1112063970	estafet	2026-11-30 16:59:38.939448	36	t
\.

COPY idempotency_key (tenant, key, body_hash, message_id, at) FROM stdin;
demo	upgrade-repeated	\\346\\352\\027{\\032S9\\270cpt\\316\\240\\311\\352j\\245\\312\\\\R\\014%\\345(%/iN\\014U\\233Q	01a22d66-58fc-70e0-923c-efb27b567308	2026-11-30 17:00:11.895813+00
\.

COPY message (id, tenant, portfolio, sender, person, address, category, template, state, reason, until, open, attempts, tries, attempt_at, attempt_deadline, counted_at, wamid, accepted_at, send_at, expires_at, sent_at, campaign, reference, body, fallback_template, fallback_category, fallback_body, fallback_used, breaks) FROM stdin;
01a22d66-58fc-70e0-923c-efb27b567308	demo	upgrade-open	106500000002003	3	+628119999980	2	waba-open/notice/en_US	5	\N	\N	f	1	0	2026-11-30 17:00:12.111+00	2026-11-30 17:00:27.111+00	2026-11-30 17:00:13+00	wamid.HBgLZWMyMjM4NGVkYjIyNzBjNDAwMDAwMDAwMDA	2026-11-30 17:00:11.895813+00	\N	2026-12-01 17:00:11.895813+00	2026-11-30 17:00:12.567303+00	\N	repeated	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-66d1-7645-a661-7baa9cf1d7d6	demo	upgrade-open	106500000002003	4	+628110000280	2	waba-open/notice/en_US	5	\N	\N	f	1	0	2026-11-30 17:00:15.549+00	2026-11-30 17:00:30.549+00	2026-11-30 17:00:15.661969+00	wamid.HBgLZWMyMjM4NGVkYjIyNzBjNDAwMDAwMDAwMDE	2026-11-30 17:00:15.441605+00	\N	2026-12-01 17:00:15.441605+00	2026-11-30 17:00:15.661969+00	\N	delivered	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-69f1-7709-9a96-6ba8cbb65715	demo	upgrade-open	106500000002003	5	+628110000380	3	waba-open/offer/en_US	5	\N	\N	f	1	0	2026-11-30 17:00:16.302+00	2026-11-30 17:00:31.302+00	2026-11-30 17:00:16.341577+00	wamid.HBgLZWMyMjM4NGVkYjIyNzBjNDAwMDAwMDAwMDI	2026-11-30 17:00:16.241219+00	\N	2026-12-07 17:00:16.241219+00	2026-11-30 17:00:16.341577+00	\N	delivered	{"type":"template","template":{"name":"offer","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-6bbd-74a9-9ef3-e50113d244b9	demo	upgrade-open	106500000002003	6	+628110000462	2	waba-open/notice/en_US	6	\N	\N	f	1	0	2026-11-30 17:00:16.896+00	2026-11-30 17:00:31.896+00	2026-11-30 17:00:17+00	wamid.HBgLZWMyMjM4NGVkYjIyNzBjNDAwMDAwMDAwMDM	2026-11-30 17:00:16.701751+00	\N	2026-12-01 17:00:16.701751+00	2026-11-30 17:00:16.990691+00	\N	read	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-6f46-76ba-a163-e98fa094323f	demo	upgrade-open	106500000002003	7	+628110000561	2	waba-open/notice/en_US	4	\N	\N	f	1	0	2026-11-30 17:00:17.957+00	2026-11-30 17:00:32.957+00	2026-11-30 17:00:18.03864+00	wamid.HBgLZWMyMjM4NGVkYjIyNzBjNDAwMDAwMDAwMDQ	2026-11-30 17:00:17.606382+00	\N	2026-12-01 17:00:17.606382+00	2026-11-30 17:00:18.03864+00	\N	sent	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-727f-77e0-8a79-f6881235216f	demo	upgrade-open	106500000002003	8	+628110000661	2	waba-open/notice/en_US	4	\N	\N	f	1	0	2026-11-30 17:00:18.595+00	2026-11-30 17:00:33.595+00	2026-11-30 17:00:18.735048+00	wamid.HBgLZWMyMjM4NGVkYjIyNzBjNDAwMDAwMDAwMDU	2026-11-30 17:00:18.431266+00	\N	2026-12-01 17:00:18.431266+00	2026-11-30 17:00:18.735048+00	\N	told	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-7458-763f-9c14-b2c786a7b2da	demo	upgrade-open	106500000002003	1	+628110000126	2	waba-open/notice/en_US	7	26	\N	f	1	0	2026-11-30 17:00:19.049+00	2026-11-30 17:00:34.049+00	\N	wamid.HBgLZWMyMjM4NGVkYjIyNzBjNDAwMDAwMDAwMDY	2026-11-30 17:00:18.904758+00	\N	2026-12-01 17:00:18.904758+00	2026-11-30 17:00:19.15982+00	\N	failed	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-75e6-704c-aaa6-fa6d31f71262	demo	upgrade-open	106500000002003	9	+628110000780	2	waba-open/notice/en_US	8	20	\N	f	0	0	\N	\N	\N	\N	2026-11-30 17:00:19.302034+00	\N	2026-12-01 17:00:19.302034+00	\N	\N	rejected	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-7911-7253-aff4-99414d8f7c8c	demo	upgrade-open	106500000002003	10	+628110000880	1	\N	8	22	\N	f	0	0	\N	\N	\N	\N	2026-11-30 17:00:20.112935+00	\N	2026-12-01 17:00:20.112935+00	\N	\N	closed	{"type":"text","text":{"body":"Selamat pagi \\360\\237\\221\\213"}}	\N	\N	\N	f	0
01a22d66-7e8b-7732-8b97-4042a7fdb799	demo	upgrade-open	106500000002003	11	+628110000980	1	\N	5	\N	\N	f	1	0	2026-11-30 17:00:21.558+00	2026-11-30 17:00:36.558+00	\N	wamid.HBgLZWMyMjM4NGVkYjIyNzBjNDAwMDAwMDAwMDg	2026-11-30 17:00:21.515447+00	\N	2026-12-01 17:00:21.515447+00	2026-11-30 17:00:21.61091+00	\N	free-form	{"type":"text","text":{"body":"Selamat pagi \\360\\237\\221\\213"}}	\N	\N	\N	f	0
01a22d66-81ac-7129-a948-78c8051f8c93	demo	upgrade-open	106500000002003	12	+628110001080	1	\N	5	\N	\N	f	1	0	2026-11-30 17:00:22.451+00	2026-11-30 17:00:37.451+00	2026-11-30 17:00:22.528473+00	wamid.HBgLZWMyMjM4NGVkYjIyNzBjNDAwMDAwMDAwMDk	2026-11-30 17:00:22.315014+00	\N	2026-12-01 17:00:22.315014+00	2026-11-30 17:00:22.528473+00	\N	fallback	{"type":"text","text":{"body":"Selamat pagi \\360\\237\\221\\213"}}	waba-open/notice/en_US	2	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	t	0
01a22d66-83f7-745e-a25c-014cdc4e58f5	demo	upgrade-open	106500000002003	2	(erased)	2	waba-open/notice/en_US	5	\N	\N	f	1	0	2026-11-30 17:00:23.057+00	2026-11-30 17:00:38.057+00	2026-11-30 17:00:23.173196+00	\N	2026-11-30 17:00:22.903718+00	\N	2026-12-01 17:00:22.903718+00	2026-11-30 17:00:23.173196+00	\N	\N		\N	\N	\N	f	0
01a22d66-a0cf-7634-a30e-be4f4ce04ebd	demo	upgrade-open	106500000002003	1	+628110000126	2	waba-open/notice/en_US	1	9	2026-12-01 17:00:19.239+00	t	0	0	\N	\N	\N	\N	2026-11-30 17:00:30.287433+00	\N	2026-12-01 17:00:30.287433+00	\N	\N	suppressed	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-a449-7463-ba0d-c1fe54a964e7	demo	upgrade-full	106500000002002	1	+628110001180	2	waba-full/notice/en_US	5	\N	\N	f	1	0	2026-11-30 17:00:31.254+00	2026-11-30 17:00:46.254+00	2026-11-30 17:00:31.339416+00	wamid.HBgLZWMyMjM4NGVkYjIyNzBjNDAwMDAwMDAwMGI	2026-11-30 17:00:31.177491+00	\N	2026-12-01 17:00:31.177491+00	2026-11-30 17:00:31.339416+00	\N	full	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-a66a-76ab-b4b2-5aaad60d3bd8	demo	upgrade-full	106500000002002	2	+628110001280	2	waba-full/notice/en_US	5	\N	\N	f	1	0	2026-11-30 17:00:31.81+00	2026-11-30 17:00:46.81+00	2026-11-30 17:00:32+00	wamid.HBgLZWMyMjM4NGVkYjIyNzBjNDAwMDAwMDAwMGM	2026-11-30 17:00:31.722577+00	\N	2026-12-01 17:00:31.722577+00	2026-11-30 17:00:31.858822+00	\N	full	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-a84d-73c1-92bf-224583627540	demo	upgrade-full	106500000002002	3	+628110001380	2	waba-full/notice/en_US	5	\N	\N	f	1	0	2026-11-30 17:00:32.305+00	2026-11-30 17:00:47.305+00	2026-11-30 17:00:32.377656+00	wamid.HBgLZWMyMjM4NGVkYjIyNzBjNDAwMDAwMDAwMGQ	2026-11-30 17:00:32.205353+00	\N	2026-12-01 17:00:32.205353+00	2026-11-30 17:00:32.377656+00	\N	full	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-aa73-72fa-ad0e-da8a93f314ed	demo	upgrade-open	106500000002005	13	+628110001480	2	waba-open/notice/en_US	5	\N	\N	f	1	0	2026-11-30 17:00:32.915+00	2026-11-30 17:00:47.915+00	2026-11-30 17:00:33.004513+00	wamid.HBgLZWMyMjM4NGVkYjIyNzBjNDAwMDAwMDAwMGU	2026-11-30 17:00:32.75544+00	\N	2026-12-01 17:00:32.75544+00	2026-11-30 17:00:33.004513+00	\N	capped	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-acb1-715a-b679-eccf2a6a356d	demo	upgrade-open	106500000002005	14	+628110001580	2	waba-open/notice/en_US	5	\N	\N	f	1	0	2026-11-30 17:00:33.454+00	2026-11-30 17:00:48.454+00	2026-11-30 17:00:33.505785+00	wamid.HBgLZWMyMjM4NGVkYjIyNzBjNDAwMDAwMDAwMGY	2026-11-30 17:00:33.329374+00	\N	2026-12-01 17:00:33.329374+00	2026-11-30 17:00:33.505785+00	\N	capped	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-b8d6-7672-9b79-f143a61afa18	demo	upgrade-full	106500000002002	4	+628110001680	2	waba-full/notice/en_US	1	5	2026-12-01 17:00:31.434+00	t	0	0	\N	\N	\N	\N	2026-11-30 17:00:36.438483+00	\N	2026-12-01 17:00:36.438483+00	\N	\N	beyond-limit	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-bafb-717b-85c7-56ed989515a9	demo	upgrade-open	106500000002005	15	+628110001780	2	waba-open/notice/en_US	1	6	2026-12-01 17:00:33.046+00	t	0	0	\N	\N	\N	\N	2026-11-30 17:00:36.987449+00	\N	2026-12-01 17:00:36.987449+00	\N	\N	beyond-cap	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-bcf4-755a-853c-6dde7e5fad26	demo	upgrade-full	106500000002002	5	+628110001880	2	waba-full/notice/en_US	1	5	2026-12-01 17:00:32+00	t	0	0	\N	\N	\N	\N	2026-11-30 17:00:37.49227+00	\N	2026-12-01 17:00:37.49227+00	\N	\N	beyond-limit	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-be63-7597-9d99-5a96bcf90304	demo	upgrade-open	106500000002005	16	+628110001980	2	waba-open/notice/en_US	1	6	2026-12-01 17:00:33.574+00	t	0	0	\N	\N	\N	\N	2026-11-30 17:00:37.859005+00	\N	2026-12-01 17:00:37.859005+00	\N	\N	beyond-cap	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-c58f-75c1-9a06-98e9cc85df3f	demo	upgrade-open	106500000002003	17	+628110002049	3	waba-open/offer/en_US	1	8	2026-12-01 19:20:36.192666+00	t	1	0	2026-11-30 17:00:39.814+00	2026-11-30 17:00:54.814+00	\N	wamid.HBgLZWMyMjM4NGVkYjIyNzBjNDAwMDAwMDAwMTA	2026-11-30 17:00:39.695315+00	\N	2026-12-07 17:00:39.695315+00	2026-11-30 17:00:39.884868+00	\N	marketing-limited	{"type":"template","template":{"name":"offer","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-c810-76fc-9a20-a9bd3e456bae	demo	upgrade-open	106500000002003	18	+628110002115	2	waba-open/broken/en_US	1	10	2026-11-30 20:00:42.669+00	t	2	0	2026-11-30 17:00:42.801+00	2026-11-30 17:00:57.801+00	\N	wamid.HBgLZWMyMjM4NGVkYjIyNzBjNDAwMDAwMDAwMTI	2026-11-30 17:00:40.335878+00	\N	2026-12-01 17:00:40.335878+00	2026-11-30 17:00:42.913598+00	\N	broken	{"type":"template","template":{"name":"broken","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-c9e8-7655-9216-9f5394d212ed	demo	upgrade-open	106500000002007	19	+628110002280	2	waba-unpaid/notice/en_US	1	17	2026-11-30 17:16:26.257526+00	t	1	0	2026-11-30 17:00:40.849+00	2026-11-30 17:00:55.849+00	\N	\N	2026-11-30 17:00:40.808165+00	\N	2026-12-01 17:00:40.808165+00	\N	\N	unpaid	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-cb4d-7650-9bdf-629cf47e6243	demo	upgrade-open	106500000002003	20	+628110002380	2	waba-open/notice/en_US	1	0	2026-12-06 17:00:41.046536+00	t	0	0	\N	\N	\N	\N	2026-11-30 17:00:41.165229+00	2026-12-06 17:00:41.046536+00	2026-12-07 17:00:41.046536+00	\N	\N	scheduled	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-cc7a-7141-8050-c5f843276bbd	demo	upgrade-open	106500000002003	21	+628110002480	2	waba-open/notice/en_US	10	\N	\N	f	0	0	\N	\N	\N	\N	2026-11-30 17:00:41.466616+00	2026-12-06 17:00:41.350732+00	2026-12-07 17:00:41.350732+00	\N	\N	cancelled	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-d381-711f-b0ba-fe3e9d6aefe1	demo	upgrade-open	106500000002003	22	+628110002580	2	waba-open/broken/en_US	1	10	2026-11-30 20:00:42.669+00	t	0	0	\N	\N	\N	\N	2026-11-30 17:00:43.265225+00	\N	2026-12-01 17:00:43.265225+00	\N	\N	behind-broken	{"type":"template","template":{"name":"broken","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-e749-75e4-a161-0834b3758b07	demo	upgrade-open	106500000002003	24	+628110002765	2	waba-open/notice/en_US	3	\N	\N	t	1	1	2026-11-30 17:00:48.397+00	2026-11-30 17:01:03.397+00	2026-11-30 17:00:53.429857+00	\N	2026-11-30 17:00:48.329254+00	\N	2026-12-01 17:00:48.329254+00	\N	\N	unknown	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d66-e8c7-728c-94cf-e528effcf7aa	demo	upgrade-open	106500000002003	25	+628110002865	2	waba-open/notice/en_US	3	\N	\N	t	1	1	2026-11-30 17:00:48.807+00	2026-11-30 17:01:03.807+00	2026-11-30 17:00:53.883266+00	\N	2026-11-30 17:00:48.708059+00	\N	2026-12-01 17:00:48.708059+00	\N	\N	unknown-told	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d67-0236-729d-ad71-636cadfdb31e	demo	upgrade-tight	106500000002001	1	+628110003180	2	waba-tight/notice/en_US	4	\N	\N	f	1	0	2026-11-30 17:00:55.387+00	2026-11-30 17:01:10.387+00	2026-11-30 17:00:55.520907+00	wamid.HBgLZWMyMjM4NGVkYjIyNzBjNDAwMDAwMDAwMTY	2026-11-30 17:00:55.221967+00	\N	2026-12-01 17:00:55.221967+00	2026-11-30 17:00:55.520907+00	\N	slow	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d67-04d0-7137-8b92-d68e59269f6f	demo	upgrade-tight	106500000002001	2	+628110003280	2	waba-tight/notice/en_US	4	\N	\N	f	2	0	2026-11-30 17:00:57.685+00	2026-11-30 17:01:12.685+00	2026-11-30 17:00:57.733344+00	wamid.HBgLZWMyMjM4NGVkYjIyNzBjNDAwMDAwMDAwMTc	2026-11-30 17:00:55.888408+00	\N	2026-12-01 17:00:55.888408+00	2026-11-30 17:00:57.733344+00	\N	slow	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d67-1291-72f2-b59c-6216210c623e	demo	upgrade-tight	106500000002001	3	+628110003380	2	waba-tight/notice/en_US	0	\N	\N	t	0	0	\N	\N	\N	\N	2026-11-30 17:00:59.409397+00	\N	2026-12-01 17:00:59.409397+00	\N	\N	slow	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d67-14d8-72eb-b978-d906a536f0db	demo	upgrade-tight	106500000002001	4	+628110003480	2	waba-tight/notice/en_US	0	\N	\N	t	0	0	\N	\N	\N	\N	2026-11-30 17:00:59.992081+00	\N	2026-12-01 17:00:59.992081+00	\N	\N	slow	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d67-1632-7518-b191-81fb0c1b5fec	demo	upgrade-tight	106500000002001	5	+628110003580	2	waba-tight/notice/en_US	0	\N	\N	t	0	0	\N	\N	\N	\N	2026-11-30 17:01:00.338412+00	\N	2026-12-01 17:01:00.338412+00	\N	\N	slow	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d67-1886-7386-8d71-b267d3026b78	demo	upgrade-tight	106500000002001	6	+628110003680	2	waba-tight/notice/en_US	0	\N	\N	t	0	0	\N	\N	\N	\N	2026-11-30 17:01:00.934466+00	\N	2026-12-01 17:01:00.934466+00	\N	\N	slow	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d67-19ca-72ae-b20d-09d69bf2ad82	demo	upgrade-tight	106500000002001	7	+628110003780	2	waba-tight/notice/en_US	0	\N	\N	t	0	0	\N	\N	\N	\N	2026-11-30 17:01:01.258083+00	\N	2026-12-01 17:01:01.258083+00	\N	\N	slow	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d67-1b9e-709b-9e4d-f8560943da59	demo	upgrade-tight	106500000002001	8	+628110003880	2	waba-tight/notice/en_US	0	\N	\N	t	0	0	\N	\N	\N	\N	2026-11-30 17:01:01.726507+00	\N	2026-12-01 17:01:01.726507+00	\N	\N	slow	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d67-1d8e-75ff-8b4f-73d10def595f	demo	upgrade-open	106500000002004	27	+628110003980	2	waba-open/notice/en_US	0	\N	\N	t	0	0	\N	\N	\N	\N	2026-11-30 17:01:02.222278+00	\N	2026-12-01 17:01:02.222278+00	\N	\N	paused	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d67-1e76-7760-8dc0-317aee2c0281	demo	upgrade-open	106500000002004	23	+628110002680	1	\N	0	\N	\N	t	0	0	\N	\N	\N	\N	2026-11-30 17:01:02.454352+00	\N	2026-12-01 17:01:02.454352+00	\N	\N	paused-free-form	{"type":"text","text":{"body":"Selamat pagi \\360\\237\\221\\213"}}	\N	\N	\N	f	0
01a22d67-2001-7450-a9fc-4137b87f4109	demo	upgrade-open	106500000002004	28	+628110004080	1	\N	0	\N	\N	t	0	0	\N	\N	\N	\N	2026-11-30 17:01:02.849082+00	\N	2026-12-01 17:01:02.849082+00	\N	\N	paused-fallback	{"type":"text","text":{"body":"Selamat pagi \\360\\237\\221\\213"}}	waba-open/notice/en_US	2	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	f	0
01a22d67-20a7-7561-9ed8-f2d77a1ee1a8	demo	upgrade-open	106500000002004	26	+628110002980	2	waba-open/notice/en_US	0	\N	\N	t	0	0	\N	\N	\N	\N	2026-11-30 17:01:03.015333+00	\N	2026-12-01 17:01:03.015333+00	\N	\N	leaving	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d67-2184-7767-b455-b82ddc1aec45	demo	upgrade-open	106500000002004	29	+628110003080	2	waba-open/notice/en_US	0	\N	\N	t	0	0	\N	\N	\N	\N	2026-11-30 17:01:03.235824+00	\N	2026-12-01 17:01:03.235824+00	\N	\N	coming	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d67-22f5-72e5-92e4-76b0f10daae7	demo	upgrade-open	106500000002004	30	+628110004180	2	waba-open/notice/en_US	9	35	\N	f	0	0	\N	\N	\N	\N	2026-11-30 17:01:03.605099+00	\N	2026-11-30 17:01:05.472914+00	\N	\N	expired	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d67-2555-703b-b7d2-9e0b9cfa2f5d	demo	upgrade-open	106500000002006	31	+628110004280	2	waba-open/notice/en_US	0	\N	\N	t	0	0	\N	\N	\N	\N	2026-11-30 17:01:04.213806+00	\N	2026-12-01 17:01:04.213806+00	\N	\N	leased	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d67-2733-7105-9b9f-257d4115df1f	demo	upgrade-open	106500000002006	32	+628110004380	2	waba-open/notice/en_US	0	\N	\N	t	0	0	\N	\N	\N	\N	2026-11-30 17:01:04.65873+00	\N	2026-12-01 17:01:04.65873+00	\N	\N	leased	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d67-296a-7517-939e-7537c87f61df	demo	upgrade-open	106500000002006	33	+628110004480	2	waba-open/notice/en_US	0	\N	\N	t	0	0	\N	\N	\N	\N	2026-11-30 17:01:05.257872+00	\N	2026-12-01 17:01:05.257872+00	\N	\N	leased	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d67-2d44-7641-8389-f0374d555b39	demo	upgrade-full	106500000002002	6	+628110004580	2	waba-full/notice/en_US	1	5	2026-12-01 17:00:32.397+00	t	0	0	\N	\N	\N	\N	2026-11-30 17:01:06.24462+00	\N	2026-12-01 17:01:06.24462+00	\N	\N	writer	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d67-30db-76ab-9533-655fa612109a	demo	upgrade-open	106500000002003	34	+628110004680	2	waba-open/notice/en_US	1	0	2026-11-30 17:01:27.0199+00	t	0	0	\N	\N	\N	\N	2026-11-30 17:01:07.163557+00	2026-11-30 17:01:27.0199+00	2026-12-01 17:01:27.0199+00	\N	\N	soon	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d67-3306-774e-985f-14e662a1ed81	demo	upgrade-open	106500000002004	35	+628110004780	2	waba-open/notice/en_US	0	\N	\N	t	0	0	\N	\N	\N	\N	2026-11-30 17:01:07.718305+00	\N	2026-11-30 17:01:27.567537+00	\N	\N	expiring	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d67-3ab4-74e8-9e62-340985fe14be	demo	upgrade-open	106500000002003	40	+628110005265	2	waba-open/notice/en_US	2	\N	\N	t	1	0	2026-11-30 17:01:09.752+00	2026-11-30 17:01:24.752+00	2026-11-30 17:01:09.752+00	\N	2026-11-30 17:01:09.684474+00	\N	2026-12-01 17:01:09.684474+00	\N	\N	sending	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
01a22d67-3c98-7225-b617-492377b4205f	demo	upgrade-open	106500000002003	41	+628110005365	2	waba-open/notice/en_US	2	\N	\N	t	1	0	2026-11-30 17:01:10.206+00	2026-11-30 17:01:25.206+00	2026-11-30 17:01:10.206+00	\N	2026-11-30 17:01:10.168371+00	\N	2026-12-01 17:01:10.168371+00	\N	\N	sending-told	{"type":"template","template":{"name":"notice","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"}]}]}}	\N	\N	\N	f	0
\.

COPY person_alias (portfolio, alias, person) FROM stdin;
upgrade-full	+628110001180	1
upgrade-full	+628110001280	2
upgrade-full	+628110001380	3
upgrade-full	+628110001680	4
upgrade-full	+628110001880	5
upgrade-full	+628110004580	6
upgrade-open	+628110000126	1
upgrade-open	+628110000280	4
upgrade-open	+628110000380	5
upgrade-open	+628110000462	6
upgrade-open	+628110000561	7
upgrade-open	+628110000661	8
upgrade-open	+628110000780	9
upgrade-open	+628110000880	10
upgrade-open	+628110000980	11
upgrade-open	+628110001080	12
upgrade-open	+628110001480	13
upgrade-open	+628110001580	14
upgrade-open	+628110001780	15
upgrade-open	+628110001980	16
upgrade-open	+628110002049	17
upgrade-open	+628110002115	18
upgrade-open	+628110002280	19
upgrade-open	+628110002380	20
upgrade-open	+628110002480	21
upgrade-open	+628110002580	22
upgrade-open	+628110002680	23
upgrade-open	+628110002765	24
upgrade-open	+628110002865	25
upgrade-open	+628110002980	26
upgrade-open	+628110003080	29
upgrade-open	+628110003980	27
upgrade-open	+628110004080	28
upgrade-open	+628110004180	30
upgrade-open	+628110004280	31
upgrade-open	+628110004380	32
upgrade-open	+628110004480	33
upgrade-open	+628110004680	34
upgrade-open	+628110004780	35
upgrade-open	+628110004880	36
upgrade-open	+628110004980	37
upgrade-open	+628110005080	38
upgrade-open	+628110005180	39
upgrade-open	+628110005265	40
upgrade-open	+628110005365	41
upgrade-open	+628119999980	3
upgrade-tight	+628110003180	1
upgrade-tight	+628110003280	2
upgrade-tight	+628110003380	3
upgrade-tight	+628110003480	4
upgrade-tight	+628110003580	5
upgrade-tight	+628110003680	6
upgrade-tight	+628110003780	7
upgrade-tight	+628110003880	8
\.

COPY person_counter (portfolio, next) FROM stdin;
upgrade-full	7
upgrade-open	42
upgrade-tight	9
\.

COPY person_suppression (portfolio, person, kind, ends_at, refused_at, repeats) FROM stdin;
upgrade-open	1	2	2026-12-01 17:00:19.239277+00	2026-11-30 17:00:19.049+00	0
upgrade-open	17	1	2026-12-01 17:00:40.017666+00	2026-11-30 17:00:39.814+00	0
\.

COPY portfolio (id, tenant, messaging_limit, version) FROM stdin;
upgrade-full	demo	3	3
upgrade-open	demo	-1	1
upgrade-tight	demo	5	2
\.

COPY portfolio_epoch (portfolio, epoch) FROM stdin;
upgrade-full	2
upgrade-open	2
upgrade-tight	2
\.

COPY projection_debt (id, portfolio, persons, at, paid_at) FROM stdin;
96	upgrade-open	{26}	2026-11-30 17:01:13.562966+00	\N
97	upgrade-open	{29}	2026-11-30 17:01:13.766655+00	\N
98	upgrade-open	\N	2026-11-30 17:01:14.012402+00	\N
\.

COPY sender (id, tenant, portfolio, waba_id, display_phone_number, base_url, token, throughput, daily_limit, paused, webhooks, version) FROM stdin;
106500000002001	demo	upgrade-tight	waba-tight	+62 21 555 0100	{{whatsapp}}	\\0011\\263\\222\\234\\202\\373\\214\\225|\\035\\270\\021Q]\\254\\020\\00489\\010\\0117\\251\\231v\\220I\\004\\267Y\\300Y\\236\\313\\026<	1	\N	f	t	38
106500000002002	demo	upgrade-full	waba-full	+62 21 555 0100	{{whatsapp}}	\\0011\\215\\250\\205\\355\\217:,\\341x4\\256FY\\007\\260T\\335\\375\\033\\260\\245)M/$O\\342P\\341\\321\\355\\315cp\\011	80	\N	f	t	8
106500000002003	demo	upgrade-open	waba-open	+62 21 555 0100	{{whatsapp}}	\\0011\\336\\374C\\312\\017;\\341\\361+u\\252/\\314\\253K\\013X\\313\\352\\312\\3161}\\275ig@\\232\\336\\310\\212\\227\\264L(	80	\N	f	t	12
106500000002004	demo	upgrade-open	waba-open	+62 21 555 0100	{{whatsapp}}	\\00113\\350B\\300\\361\\316\\250{\\337\\205\\203\\260k\\242\\333\\332E?\\257\\260S`\\2115\\254\\227Y\\344\\256\\0024\\036\\253\\033>	80	\N	t	t	34
106500000002005	demo	upgrade-open	waba-open	+62 21 555 0100	{{whatsapp}}	\\0011\\343\\353C\\243\\247\\310\\020\\252u\\223\\024 #&yM\\260\\227\\015\\326.\\324\\032\\026\\034\\037s\\023\\2479e\\234\\337\\001n	80	3	f	t	39
106500000002006	demo	upgrade-open	waba-open	+62 21 555 0100	{{whatsapp}}	\\0011\\212|\\000\\023\\3525%\\376\\252t5\\017\\306\\242\\373\\244kg\\352\\220\\034l$\\306\\315n\\374\\346=\\351\\024\\366\\242\\007a	80	\N	f	t	37
106500000002007	demo	upgrade-open	waba-unpaid	+62 21 555 0100	{{whatsapp}}	\\0011ZFh\\317F\\373\\221\\340\\003\\377<\\227\\316\\214\\342K\\372\\325\\372\\336T!\\245\\236\\177\\315\\271\\026\\225\\203F^D\\241\\321	80	\N	f	t	28
\.

COPY template (waba_id, name, language, tenant, category, status, components, version, status_at, paused_until, pauses, deleted) FROM stdin;
waba-full	broken	en_US	demo	2	APPROVED	[]	11	2026-11-30 17:00:03.174224+00	\N	0	f
waba-full	notice	en_US	demo	2	APPROVED	[]	9	2026-11-30 17:00:02.504868+00	\N	0	f
waba-full	offer	en_US	demo	3	APPROVED	[]	10	2026-11-30 17:00:02.822904+00	\N	0	f
waba-open	broken	en_US	demo	2	PAUSED	[]	33	2026-11-30 17:00:42.669858+00	2026-11-30 20:00:42.669858+00	1	f
waba-open	notice	en_US	demo	2	APPROVED	[]	25	2026-11-30 17:00:09.176612+00	\N	0	f
waba-open	offer	en_US	demo	3	APPROVED	[]	26	2026-11-30 17:00:09.480121+00	\N	0	f
waba-tight	broken	en_US	demo	2	APPROVED	[]	7	2026-11-30 17:00:01.756735+00	\N	0	f
waba-tight	notice	en_US	demo	2	APPROVED	[]	5	2026-11-30 17:00:00.128032+00	\N	0	f
waba-tight	offer	en_US	demo	3	APPROVED	[]	6	2026-11-30 17:00:01.497216+00	\N	0	f
waba-unpaid	broken	en_US	demo	2	APPROVED	[]	31	2026-11-30 17:00:10.712205+00	\N	0	f
waba-unpaid	notice	en_US	demo	2	APPROVED	[]	29	2026-11-30 17:00:10.24873+00	\N	0	f
waba-unpaid	offer	en_US	demo	3	APPROVED	[]	30	2026-11-30 17:00:10.495949+00	\N	0	f
\.

COPY template_usage (tenant, templates, bytes, deleted) FROM stdin;
demo	12	24	0
\.

COPY unknown_outcome (message_id, attempt, portfolio, sender, person, category, since) FROM stdin;
01a22d66-e749-75e4-a161-0834b3758b07	1	upgrade-open	106500000002003	24	2	2026-11-30 17:00:53.429857+00
01a22d66-e8c7-728c-94cf-e528effcf7aa	1	upgrade-open	106500000002003	25	2	2026-11-30 17:00:53.883266+00
\.

COPY webhook (id, received_at, due_at, tries, aside, body, done, kept) FROM stdin;
31	2026-11-30 17:01:12.376824+00	2026-11-30 17:01:22.388779+00	1	\N	{"object":"whatsapp_business_account","entry":[{"id":"waba-open","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"phone_number_id":"106500000002003"},"statuses":[{"id":"wamid.HBgLZWMyMjM4NGVkYjIyNzBjNDAwMDAwMDAwMDU","status":"delivered","timestamp":"1796058072","recipient_id":"62811","biz_opaque_callback_data":"01a22d66-727f-77e0-8a79-f6881235216f.1"}]}}]}]}	0	0
32	2026-11-30 17:01:12.602516+00	2026-11-30 17:01:12.602516+00	0	\N	{"object":"whatsapp_business_account","entry":[{"id":"waba-open","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"phone_number_id":"106500000002003"},"statuses":[{"id":"wamid.HBgLZWMyMjM4NGVkYjIyNzBjNDAwMDAwMDAwMTU","status":"delivered","timestamp":"1796058072","recipient_id":"62811","biz_opaque_callback_data":"01a22d66-e8c7-728c-94cf-e528effcf7aa.1"}]}}]}]}	0	0
33	2026-11-30 17:01:12.817236+00	2026-11-30 17:01:12.817236+00	0	\N	{"object":"whatsapp_business_account","entry":[{"id":"waba-open","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"phone_number_id":"106500000002003"},"statuses":[{"id":"wamid.HBgLZWMyMjM4NGVkYjIyNzBjNDAwMDAwMDAwMTk","status":"delivered","timestamp":"1796058072","recipient_id":"62811","biz_opaque_callback_data":"01a22d67-3c98-7225-b617-492377b4205f.1"}]}}]}]}	0	0
34	2026-11-30 17:01:12.953511+00	2026-11-30 17:01:12.953511+00	0	\N	{"object":"whatsapp_business_account","entry":[{"id":"waba-full","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"phone_number_id":"106500000002002"},"messages":[{"from":"628110004580","id":"wamid.upgrade","timestamp":"1796058072","type":"text","text":{"body":"Halo"}}]}}]}]}	0	0
\.

SELECT setval('consent_history_id_seq', 56);
SELECT setval('event_seq', 52);
SELECT setval('projection_debt_id_seq', 98);
SELECT setval('webhook_id_seq', 34);
